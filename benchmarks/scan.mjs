/**
 * A scan of 40 tracks of a minute each, half mp3 and half flac: tracks a minute through the server as a listener starts
 * it, and the analysis alone as a multiple of real time on one core (decoding in the same thread). The peer is ffmpeg
 * measuring the loudness of the same files, one after the other on one thread: it decodes all and measures one thing.
 * Besides: with ffmpeg as the decoder, sound per processor time, ffmpeg's own included, so that other work on the machine does not
 * count; the most memory that the server's process held while it scanned; and how long a player waits for a piece of a
 * track beside a scan, with the same without a scan as the peer.
 */
import { execFile, spawn } from "node:child_process";
import { link, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
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

/** What a player asks for at once, and how often. */
const PIECE_BYTES = 65_536;
const PIECE_EVERY_MS = 50;
const PIECES_IDLE = 100;

/**
 * Starts a server on a new data folder, which scans at once, and plays beside it.
 * @returns {Promise<{ seconds: number, rssMb: number | null, besideMs: number[], idleMs: number[] }>} the scan by its own clock,
 *   the most resident memory where the system says, milliseconds for a piece of a track beside the scan and after it
 */
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
    const besideMs = [];
    let rssMb = 0;
    for (let turn = 0; ; turn++) {
      const { scan } = await (await fetch(`${url}/api/library/scans/current`)).json();
      rssMb = Math.max(rssMb, await residentMb(child.pid));
      if (scan !== null && !["listing", "running"].includes(scan.state)) {
        if (scan.analysed !== TRACKS) throw new Error(`Of ${TRACKS} tracks ${scan.analysed} were analysed.`);
        const idleMs = await playedPieces(url, PIECES_IDLE);
        const seconds = (scan.finishedAtMs - scan.startedAtMs) / 1000;
        return { seconds, rssMb: rssMb > 0 ? rssMb : null, besideMs, idleMs };
      }
      besideMs.push(...(await playedPieces(url, 4)));
    }
  } finally {
    child.kill();
  }
}

/** Milliseconds from asking for a piece of a track to its last byte, each; none before there is a track. */
async function playedPieces(url, count) {
  const { tracks } = await (await fetch(`${url}/api/tracks?limit=20`)).json();
  const took = [];
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => setTimeout(resolve, PIECE_EVERY_MS));
    if (tracks.length === 0) continue;
    const from = (i * PIECE_BYTES) % (4 * PIECE_BYTES);
    const startedMs = performance.now();
    const answer = await fetch(`${url}/api/tracks/${tracks[i % tracks.length].id}/audio`, {
      headers: { range: `bytes=${from}-${from + PIECE_BYTES - 1}` },
    });
    await answer.arrayBuffer();
    if (answer.status !== 206) throw new Error(`A piece of a track was answered with ${answer.status}.`);
    took.push(performance.now() - startedMs);
  }
  return took;
}

/** Resident memory of a process in MB (10^6 bytes); 0 where the system does not say. */
async function residentMb(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
  return kilobytes === undefined ? 0 : (Number(kilobytes) * 1024) / 1e6;
}

/** Processor seconds of this process and its ended children; null where the system does not say. */
async function processorSeconds() {
  const stat = await readFile("/proc/self/stat", "utf8").catch(() => null);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // utime, stime, cutime, cstime: fields 14 to 17 of proc(5), in hundredths.
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
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

/** Seconds of sound for each second of processor time, over four files at a time, whose ticks are otherwise too coarse. */
async function soundPerProcessorTime(files) {
  const multiples = [];
  for (let i = 0; i + 4 <= files.length; i += 4) {
    const before = await processorSeconds();
    if (before === null) return [];
    for (const file of files.slice(i, i + 4)) await analyseFile(file, { decoder: "ffmpeg" });
    multiples.push((4 * SECONDS) / ((await processorSeconds()) - before));
  }
  return multiples;
}

export async function* run() {
  if (findOnPath("ffmpeg") === null) throw new Error("This benchmark needs ffmpeg, for its files and as the peer.");
  const folder = await mkdtemp(join(tmpdir(), "moodsync-bench-"));
  try {
    const music = join(folder, "music");
    const files = await makeMusic(music);
    const scans = [];
    for (let i = 0; i < SCANS; i++) scans.push(await scanOnce(music, join(folder, `data-${i}`)));
    const tracksAMinute = scans.map(({ seconds }) => (TRACKS * 60) / seconds);
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
    const perCore = await soundPerProcessorTime(files);
    if (perCore.length > 0) yield figure("scan, with ffmpeg, by processor time", perCore, "x real time");
    const memory = scans.flatMap(({ rssMb }) => rssMb ?? []);
    if (memory.length > 0) yield figure("scan, server's memory at most", memory, "MB");
    const [beside, idle] = [scans.flatMap(({ besideMs }) => besideMs), scans.flatMap(({ idleMs }) => idleMs)];
    yield figure("64 kB of a track beside a scan", beside, "ms", { peer: "without a scan", values: idle });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
