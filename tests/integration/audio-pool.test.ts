/** The analysis pool with real threads: side by side, one file's crash or endless loop its own affair, abort at any time. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ANALYSER_VERSION } from "../../src/core/signal/analyse-audio.ts";
import { analyseFile } from "../../src/sources/local/analyse-file.ts";
import { type AnalysisPool, createAnalysisPool } from "../../src/sources/local/analysis-pool.ts";
import { piece } from "../synth/music.ts";
import { encodeWav } from "../synth/wav-file.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;
const pools: AnalysisPool[] = [];

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-b", "src/sources"], {
    cwd: ROOT,
  });
  folder = await mkdtemp(join(tmpdir(), "moodsync-pool-"));
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  await rm(folder, { recursive: true, force: true });
});

function poolOf(options: Parameters<typeof createAnalysisPool>[0]): AnalysisPool {
  const pool = createAnalysisPool(options);
  pools.push(pool);
  return pool;
}

async function song(name: string, tempoBpm = 120): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, encodeWav([piece({ tempoBpm, seconds: 8 })], { sampleRateHz: 44_100 }));
  return path;
}

/** A worker that does to each file what the file's name says. */
async function badWorker(): Promise<URL> {
  const path = join(folder, "bad-worker.mjs");
  await writeFile(
    path,
    `import { parentPort, threadId } from "node:worker_threads";
    parentPort.on("message", ({ type, absolutePath }) => {
      if (type !== "analyse") return;
      if (absolutePath.includes("crash")) setTimeout(() => { throw new Error("boom"); });
      else if (absolutePath.includes("exit")) process.exit(1);
      else if (absolutePath.includes("memory")) { const hoard = []; for (;;) hoard.push(new Array(1e6).fill(0.5)); }
      else if (absolutePath.includes("loop")) for (;;);
      else parentPort.postMessage({ type: "done", features: { threadId } });
    });
    parentPort.postMessage({ type: "ready" });`,
  );
  return pathToFileURL(path);
}

describe("with the compiled worker", () => {
  test("several files at once give what one by one gives; errors keep their codes", async () => {
    const pool = poolOf({ size: 2 });
    expect(pool.usesThreads).toBe(true);
    const paths = await Promise.all([90, 110, 130, 150].map((bpm) => song(`song ${bpm} – ünïcødé.wav`, bpm)));
    const together = await Promise.all(paths.map((path) => pool.analyse(path)));
    expect(together).toEqual(await Promise.all(paths.map((path) => analyseFile(path))));
    const empty = join(folder, "empty.mp3");
    await writeFile(empty, "");
    await expect(pool.analyse(empty)).rejects.toMatchObject({
      code: "audio.empty",
      kind: "invalid-input",
      name: "MoodSyncError",
    });
    await expect(pool.analyse(join(folder, "gone.mp3"))).rejects.toMatchObject({ code: "file.not-found" });
  });

  test("abort reaches files in work and files in line; the pool goes on", async () => {
    const pool = poolOf({ size: 1 });
    const path = await song("abort.wav");
    const abort = new AbortController();
    const calls = [1, 2, 3].map(() => pool.analyse(path, { signal: abort.signal }));
    setTimeout(() => abort.abort(), 20);
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: "rejected", reason: { name: "AbortError" } });
    }
    expect(await pool.analyse(path)).toMatchObject({ analyserVersion: ANALYSER_VERSION });
    await expect(pool.analyse(path, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
  });

  test("closing ends what is in work", async () => {
    const pool = poolOf({ size: 1 });
    const path = await song("close.wav");
    const [call] = await Promise.allSettled([pool.analyse(path), pool.close()]);
    expect(call).toMatchObject({ status: "rejected", reason: { code: "analysis.closed" } });
    await expect(pool.analyse(path)).rejects.toMatchObject({ code: "analysis.closed" });
  });
});

describe("with a worker that misbehaves", () => {
  test.each(["crash", "exit", "memory"])("%s costs that file alone", async (deed) => {
    const pool = poolOf({ size: 1, workerUrl: await badWorker() });
    const calls = [pool.analyse("good-1"), pool.analyse(deed), pool.analyse("good-2")];
    const [before, during, after] = await Promise.allSettled(calls);
    expect(before).toMatchObject({ status: "fulfilled" });
    expect(during).toMatchObject({ status: "rejected", reason: { code: "audio.analysis-failed" } });
    expect(after).toMatchObject({ status: "fulfilled" });
  });

  test("an endless loop is cut off after the time limit", async () => {
    const pool = poolOf({ size: 1, workerUrl: await badWorker(), timeoutMs: 300 });
    const [late, after] = await Promise.allSettled([pool.analyse("loop"), pool.analyse("good")]);
    expect(late).toMatchObject({ status: "rejected", reason: { code: "audio.timeout" } });
    expect(after).toMatchObject({ status: "fulfilled" });
  });
});

test("without a compiled worker the analysis runs in this thread", async () => {
  const pool = poolOf({ size: 1, workerUrl: pathToFileURL(join(folder, "no-such-worker.js")) });
  expect(pool.usesThreads).toBe(false);
  expect(await pool.analyse(await song("inline.wav"))).toMatchObject({
    analyserVersion: ANALYSER_VERSION,
    mode: "major",
  });
});
