/**
 * The server as a listener starts it, over a library of 1k to 1M tracks, asked over HTTP: search, list, status, the scan's
 * state and a playlist for a mood, in turns; first right after the start, while the index is being read, then while a scan
 * measures new files and a page listens to its events. The peer is `GET /api/openapi.json`, which asks no database.
 * Besides the figures it fails where a request took longer than `MOODSYNC_BENCH_SLOWEST_MS` (default 1000).
 */
import { spawn } from "node:child_process";
import { link, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";
import { EMOTIONS } from "../dist/core/affect/emotion.js";
import { figure } from "./figures.mjs";
import { LIBRARY_SIZES } from "./library-sizes.mjs";
import { QUERIES } from "./search.mjs";
import { copyOfLibrary } from "./synthetic-library.mjs";

const MAIN = fileURLToPath(new URL("../dist/server/main.js", import.meta.url));
const ROUNDS = 30;
const NEW_FILES = 3000;
const SLOWEST_MS = Number(process.env.MOODSYNC_BENCH_SLOWEST_MS ?? 1000);
/** As the kernel counts processor time. */
const TICKS_PER_SECOND = 100;

/** @returns {AsyncGenerator<import("./figures.mjs").Figure>} */
export async function* run() {
  for (const tracks of LIBRARY_SIZES) {
    const folder = await mkdtemp(join(tmpdir(), "moodsync-bench-"));
    const music = await makeMusic(join(folder, "music"));
    const server = await start(await copyOfLibrary(tracks, join(folder, "data")), music);
    const events = new AbortController();
    try {
      const where = `${tracks} tracks`;
      yield* figures(await ask(server), `${where}, index being read and a scan`);
      await listenToEvents(server.url, events.signal);
      yield* figures(await ask(server), `${where}, a scan beside`);
      yield figure(`server's memory, ${where}`, [await residentMb(server.child.pid)], "MB");
    } finally {
      events.abort();
      server.child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** One piece under very many names: a scan reads and measures each. */
async function makeMusic(folder) {
  await mkdir(folder);
  const { module: music } = await runnerImport(fileURLToPath(new URL("../tests/synth/music.ts", import.meta.url)));
  const { module: audio } = await runnerImport(fileURLToPath(new URL("../tests/synth/audio-file.ts", import.meta.url)));
  const samples = music.piece({ tempoBpm: 100, tonic: 0, mode: "major", seconds: 10 });
  const first = await audio.writeAudioFile(join(folder, "new 0.wav"), samples, { format: "wav" });
  for (let number = 1; number < NEW_FILES; number += 1) await link(first, join(folder, `new ${number}.wav`));
  return folder;
}

async function start(dataDir, musicDir) {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      MOODSYNC_DATA_DIR: dataDir,
      MUSIC_DIR: musicDir,
      MOODSYNC_STARTER: "off",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      const said = /ready at (http:\S+)/.exec(String(chunk))?.[1];
      if (said !== undefined) resolve(said);
    });
    child.once("exit", () => reject(new Error("The server did not start.")));
  });
  return { child, url };
}

async function listenToEvents(url, signal) {
  const answer = await fetch(`${url}/api/library/events`, { signal });
  if (!answer.ok) throw new Error(`No events: ${answer.status}.`);
  // Read on, or the server would have to keep what is not taken.
  void answer.body.pipeTo(new WritableStream(), { signal }).catch(() => undefined);
}

async function ask({ url, child }) {
  const times = new Map();
  const { tracks } = await (await fetch(`${url}/api/tracks?limit=1`)).json();
  const before = await processorMs(child.pid);
  let requests = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const query = encodeURIComponent(QUERIES[round % QUERIES.length]);
    const emotion = EMOTIONS[round % EMOTIONS.length];
    for (const { name, path, body } of [
      { name: "search", path: `/tracks?query=${query}` },
      { name: "list", path: "/tracks?limit=50" },
      { name: "list behind a track", path: `/tracks?limit=50&after=${tracks[0].id}` },
      { name: "status", path: "/status" },
      { name: "scan state", path: "/library/scans/current" },
      { name: "mood to playlist", path: "/playlists", body: { mood: { emotion }, size: 25 } },
      { name: "peer", path: "/openapi.json" },
    ]) {
      const startedMs = performance.now();
      const answer = await fetch(`${url}/api${path}`, {
        method: body ? "POST" : "GET",
        ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      times.set(name, [...(times.get(name) ?? []), performance.now() - startedMs]);
      requests += 1;
    }
  }
  return { times, processorMs: ((await processorMs(child.pid)) - before) / requests };
}

function* figures({ times, processorMs: each }, where) {
  const peer = { peer: "a request without a database", values: times.get("peer") };
  times.delete("peer");
  for (const [name, values] of times) yield figure(`${name}, ${where}`, values, "ms", peer);
  const slowest = Math.max(...[...times.values()].flat());
  yield figure(`slowest request, ${where}`, [slowest], "ms");
  yield figure(`processor time a request, ${where}`, [each], "ms");
  yield figure(`load average, ${where}`, [loadavg()[0]], "");
  if (slowest > SLOWEST_MS) throw new Error(`A request took ${Math.round(slowest)} ms (${where}).`);
}

/** Of the main thread: what measures sound runs in others. Linux only, else 0. */
async function processorMs(pid) {
  const stat = await readFile(`/proc/${pid}/task/${pid}/stat`, "utf8").catch(() => null);
  if (stat === null) return 0;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

async function residentMb(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}
