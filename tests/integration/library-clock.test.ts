/** A clock that is set back: no length below zero, nothing heard lately for ever, no scan or claim stuck. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { fakeSource, openOn, scanThrough, temporaryFolder, until, writeTrack } from "./server-fixtures.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;
const NOON = Date.UTC(2026, 5, 1, 12);
const CHILD = fileURLToPath(new URL("library-scan-child.mjs", import.meta.url));

beforeAll(async () => {
  const { buildStale } = await import("../../scripts/steps/build.mjs");
  await buildStale(() => undefined, { only: ["node"] });
});

async function musicOf(count: number): Promise<string> {
  const music = await temporaryFolder();
  for (let i = 0; i < count; i += 1) await writeTrack(music, `${i}.mp3`, { artist: `Artist ${i}`, valence: i / 100 });
  return music;
}

test("set back by a year in the middle of a scan: it goes on to the end, and did not end before it began", async () => {
  const [data, music] = [await temporaryFolder(), await musicOf(60)];
  let nowMs = NOON;
  let told = 0;
  const onAnalyse = (name: string): void => {
    if (name === "30.mp3") nowMs = NOON - YEAR_MS;
  };
  const source = fakeSource({ onAnalyse, analysisMs: 2 });
  const { ask, scans } = await openOn(data, { musicDir: music }, { source, clock: () => nowMs++ });
  scans.subscribe(() => (told += 1));
  const scan = await scanThrough(ask);
  expect(nowMs).toBeLessThan(NOON);
  expect(scan).toMatchObject({ state: "completed", total: 60, done: 60, analysed: 60, problem: null });
  expect(scan.finishedAtMs).toBeGreaterThanOrEqual(scan.startedAtMs);
  expect(told).toBeGreaterThan(2);
  expect(await scanThrough(ask)).toMatchObject({ state: "completed", unchanged: 60, removed: 0 });
});

test("a scan that was killed in what is now the future is no claim on the next one", { timeout: 120_000 }, async () => {
  const [data, music] = [await temporaryFolder(), await musicOf(40)];
  const signal = await new Promise((resolve) => {
    execFile(process.execPath, [CHILD, data, music, "analysis", "20"], (error) => resolve(error?.signal));
  });
  expect(signal).toBe("SIGKILL");
  const { ask } = await openOn(data, { musicDir: music }, { clock: () => Date.now() - YEAR_MS });
  const before = (await ask("GET", "/library/scans/current")).body.scan;
  expect(before.finishedAtMs ?? before.startedAtMs).toBeGreaterThanOrEqual(before.startedAtMs);
  const scan = await scanThrough(ask);
  expect(scan).toMatchObject({ state: "completed", total: 40, done: 40, failed: 0 });
  expect(scan.finishedAtMs).toBeGreaterThanOrEqual(scan.startedAtMs);
});

test("what was heard before a clock was set back is not heard lately until the clock has caught up", async () => {
  const [data, music] = [await temporaryFolder(), await musicOf(30)];
  let nowMs = NOON;
  const clock = () => nowMs;
  const { ask } = await openOn(data, { musicDir: music }, { clock });
  await scanThrough(ask);
  const listOf = async (): Promise<number[]> => {
    const { status, body } = await ask("POST", "/playlists", { mood: { valence: 0.1, arousal: 0 }, size: 10 });
    expect(status).toBe(201);
    return body.entries.map(({ track }: { track: { id: number } }) => track.id);
  };
  const first = await listOf();
  const play = await ask("POST", "/plays", { trackId: first[0] });
  await ask("PATCH", `/plays/${play.body.id}`, { playedMs: 180_000, end: "completed" });
  expect(await listOf()).not.toContain(first[0]);
  nowMs = NOON - 30 * DAY_MS;
  // All others are heard now; the one that was heard in the future is as good as any.
  const { tracks } = (await ask("GET", "/tracks?limit=100")).body;
  for (const { id } of tracks) if (id !== first[0]) await ask("POST", "/plays", { trackId: id });
  nowMs += 10 * 60_000;
  await until(async () => (await listOf()).includes(first[0]!));
  const again = await ask("PATCH", `/plays/${play.body.id}`, { playedMs: 200_000, end: "completed" });
  expect(again.body.playedMs).toBeGreaterThanOrEqual(0);
  nowMs += 2 * HOUR_MS;
  expect((await listOf()).length).toBe(10);
});
