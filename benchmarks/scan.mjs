/**
 * A scan of 40 tracks of a minute each, half mp3 and half flac: tracks a minute through the server as a listener starts
 * it, and the analysis alone as a multiple of real time on one core (decoding in the same thread). The peer is ffmpeg
 * measuring the loudness of the same files, one after the other on one thread: it decodes all and measures one thing.
 */
import { execFile, spawn } from "node:child_process";
import { link, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";
import { findOnPath } from "../scripts/steps/find-program.mjs";
import { analyseFile } from "../dist/sources/local/analyse-file.js";
import { figure } from "./figures.mjs";

const TRACKS = 40;
const SECONDS = 60;
const SCANS = 3;
const MAIN = fileURLToPath(new URL("../dist/server/main.js", import.meta.url));
const runFile = promisify(execFile);

/** Four pieces in two formats; the rest are further names of the same files, which a scan analyses each anew. */
async function makeMusic(folder) {
  await mkdir(folder);
  const { module: music } = await runnerImport(fileURLToPath(new URL("../tests/synth/music.ts", import.meta.url)));
  const { module: audio } = await runnerImport(fileURLToPath(new URL("../tests/synth/audio-file.ts", import.meta.url)));
  const files = [];
  for (let number = 0; number < 4; number++) {
    const options = { tempoBpm: 80 + 20 * number, tonic: number * 3, mode: number % 2 === 0 ? "major" : "minor" };
    const samples = music.piece({ ...options, seconds: SECONDS });
    const format = number < 2 ? "mp3" : "flac";
    files.push(await audio.writeAudioFile(join(folder, `track ${number}.${format}`), samples, { format }));
  }
  for (let number = files.length; number < TRACKS; number++) {
    const source = files[number % 4];
    const name = join(folder, `track ${number}.${number % 4 < 2 ? "mp3" : "flac"}`);
    await link(source, name);
    files.push(name);
  }
  return files;
}

/** Starts a server on a new data folder, which scans at once. @returns seconds that the scan took by its own clock */
async function scanOnce(music, dataDir) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, PORT: "0", MOODSYNC_DATA_DIR: dataDir, MUSIC_DIR: music },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const url = await new Promise((resolve, reject) => {
      child.stdout.on("data", (chunk) => {
        const said = /ready at (http:\S+)/.exec(String(chunk))?.[1];
        if (said !== undefined) resolve(said);
      });
      child.once("exit", () => reject(new Error("The server did not start.")));
    });
    for (;;) {
      const { scan } = await (await fetch(`${url}/api/library/scans/current`)).json();
      if (scan !== null && !["listing", "running"].includes(scan.state)) {
        if (scan.analysed !== TRACKS) throw new Error(`Of ${TRACKS} tracks ${scan.analysed} were analysed.`);
        return (scan.finishedAtMs - scan.startedAtMs) / 1000;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    child.kill();
  }
}

async function timed(work) {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

/** ffmpeg's EBU R 128 filter over one whole file. @returns seconds */
function loudnessByFfmpeg(file) {
  const input = ["-nostdin", "-v", "error", "-threads", "1", "-i", `file:${file}`];
  return timed(() => runFile("ffmpeg", [...input, "-af", "ebur128", "-f", "null", "-"]));
}

export async function* run() {
  if (findOnPath("ffmpeg") === null) throw new Error("This benchmark needs ffmpeg, for its files and as the peer.");
  const folder = await mkdtemp(join(tmpdir(), "moodsync-bench-"));
  try {
    const music = join(folder, "music");
    const files = await makeMusic(music);
    const tracksAMinute = [];
    for (let i = 0; i < SCANS; i++) {
      tracksAMinute.push((TRACKS * 60) / (await scanOnce(music, join(folder, `data-${i}`))));
    }
    const own = [];
    const peer = [];
    // In turns, so that a noisy moment hits both alike.
    for (const file of files) {
      own.push(SECONDS / (await timed(() => analyseFile(file, { decoder: "builtin" }))));
      peer.push(SECONDS / (await loudnessByFfmpeg(file)));
    }
    const peerTracks = peer.map((multiple) => (multiple * 60) / SECONDS);
    const loudness = "ffmpeg ebur128";
    yield figure("scan, tracks a minute", tracksAMinute, "/min", { peer: loudness, values: peerTracks });
    yield figure("scan, analysis on one core", own, "x real time", { peer: loudness, values: peer });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
