/** A scan killed at every stage and begun again: nothing is lost, nothing stands there twice, nothing is measured for nothing. */
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { openOn, scanThrough, temporaryFolder, writeTrack } from "./server-fixtures.ts";

const CHILD = fileURLToPath(new URL("library-scan-child.mjs", import.meta.url));
const FILES = 60;

beforeAll(async () => {
  const { buildStale } = await import("../../scripts/steps/build.mjs");
  await buildStale(() => undefined, { only: ["node"] });
});

/** Runs the scan in a process of its own; gives the signal that ended it, or null where it ran through. */
function scanUntilKilled(data: string, music: string, stage: string, at: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [CHILD, data, music, stage, String(at)], (error, _out, said) => {
      if (error === null) resolve(null);
      else if (error.signal) resolve(error.signal);
      else reject(new Error(said || error.message));
    });
  });
}

async function library(): Promise<{ data: string; music: string }> {
  const [data, music] = [await temporaryFolder(), await temporaryFolder()];
  for (let i = 0; i < FILES; i += 1) await writeTrack(music, `${i % 4}/${i}.mp3`, { valence: i / FILES });
  return { data, music };
}

/** Every file of the folder once, measured, with the features of that file. */
async function expectWhole(data: string, music: string, files = FILES) {
  const services = await openOn(data, { musicDir: music });
  const { ask } = services;
  const scan = await scanThrough(ask);
  expect(scan).toMatchObject({ state: "completed", total: files, done: files, failed: 0 });
  const { tracks, total } = (await ask("GET", "/tracks?limit=500")).body;
  expect(total).toBe(files);
  expect(new Set(tracks.map(({ path }: { path: string }) => path)).size).toBe(files);
  for (const { path, features } of tracks) {
    expect(features?.valence, path).toBeCloseTo(Number(/(\d+)\.mp3/.exec(path)![1]) / FILES);
  }
  await services.close();
  return { scan, tracks };
}

test.each([
  ["listing", 1],
  ["listing", 30],
  ["tags", 1],
  ["tags", 40],
  ["analysis", 1],
  ["analysis", 45],
  ["storing", 0],
  ["storing", 4],
] as const)("killed while %s (%i): the next scan ends what it began", { timeout: 120_000 }, async (stage, at) => {
  const { data, music } = await library();
  expect(await scanUntilKilled(data, music, stage, at)).toBe("SIGKILL");
  const { scan } = await expectWhole(data, music);
  // What was stored before is not measured again.
  expect(scan.analysed + scan.unchanged).toBe(FILES);
  const keptAtLeast = stage === "analysis" && at > 40 ? 1 : 0;
  expect(scan.unchanged).toBeGreaterThanOrEqual(keptAtLeast);
});

test(
  "killed while it flags what is gone: the tracks that are there stay, and each of the others goes once",
  { timeout: 240_000 },
  async () => {
    const { data, music } = await library();
    expect(await scanUntilKilled(data, music, "none", 0)).toBeNull();
    const before = await expectWhole(data, music);
    for (const folder of ["0", "1"]) await rm(join(music, folder), { recursive: true });
    const signals = [];
    for (const at of [0, 3, 8]) signals.push(await scanUntilKilled(data, music, "removing", at));
    expect(signals).toContain("SIGKILL");
    const after = await expectWhole(data, music, FILES / 2);
    const ids = new Map(before.tracks.map(({ path, id }: { path: string; id: number }) => [path, id]));
    for (const { path, id } of after.tracks) expect(id).toBe(ids.get(path));
  },
);
