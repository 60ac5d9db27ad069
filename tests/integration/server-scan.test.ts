/** Scans against real folders and a real database, with an analysis that the test controls. */
import { readdir, rename, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { ScanSchema, type Scan } from "../../src/contracts/library.ts";
import { startServer } from "../../src/server/main.ts";
import {
  configOn,
  fakeSource,
  openOn,
  scanThrough,
  temporaryFolder,
  until,
  writeTrack,
  type Ask,
} from "./server-fixtures.ts";

/** A folder of numbered tracks. */
async function musicOf(count: number): Promise<string> {
  const music = await temporaryFolder();
  for (let index = 0; index < count; index += 1) {
    await writeTrack(music, `album ${index % 3}/${String(index).padStart(3, "0")}.mp3`, { valence: index / count });
  }
  return music;
}

const current = async (ask: Ask): Promise<Scan> =>
  ScanSchema.parse((await ask("GET", "/library/scans/current")).body.scan);

test("a scan finds everything, a second one has nothing to do, a change is noticed, an absence is flagged", async () => {
  const music = await musicOf(30);
  const analysed: string[] = [];
  const source = fakeSource({ onAnalyse: (name) => void analysed.push(name) });
  const { ask } = await openOn(await temporaryFolder(), { musicDir: music }, { source });
  expect(await scanThrough(ask)).toMatchObject({ state: "completed", total: 30, done: 30, analysed: 30, unchanged: 0 });
  expect(analysed).toHaveLength(30);

  expect(await scanThrough(ask)).toMatchObject({ state: "completed", done: 30, analysed: 0, unchanged: 30 });
  expect(analysed).toHaveLength(30);

  const changed = join(music, "album 0/000.mp3");
  await writeFile(changed, JSON.stringify({ valence: -0.5 }));
  await rename(join(music, "album 1/001.mp3"), join(music, "away"));
  const third = await scanThrough(ask);
  expect(third).toMatchObject({ total: 29, done: 29, analysed: 1, unchanged: 28, removed: 1, failed: 0 });
  const { body } = await ask("GET", "/tracks?query=000");
  expect(body.tracks[0].features.valence).toBe(-0.5);
  expect((await ask("GET", "/status")).body).toMatchObject({ tracks: 29, playable: 29 });

  await rename(join(music, "away"), join(music, "album 1/001.mp3"));
  expect(await scanThrough(ask)).toMatchObject({ total: 30, analysed: 0, unchanged: 30, removed: 0 });
  expect((await ask("GET", "/status")).body).toMatchObject({ tracks: 30, playable: 30 });
});

test("a touched file counts as changed, and an analyser of a new version measures all again", async () => {
  const music = await musicOf(3);
  const data = await temporaryFolder();
  const first = await openOn(data, { musicDir: music });
  await scanThrough(first.ask);
  const now = new Date();
  await utimes(join(music, "album 0/000.mp3"), now, now);
  expect(await scanThrough(first.ask)).toMatchObject({ analysed: 1, unchanged: 2 });
  await first.close();
  const second = await openOn(data, { musicDir: music }, { source: fakeSource({ analyserVersion: 2 }) });
  expect((await second.ask("GET", "/status")).body.playable).toBe(3);
  expect(await scanThrough(second.ask)).toMatchObject({ analysed: 3, unchanged: 0 });
});

test("bad files cost themselves alone, keep their reason, and are not tried again until they change", async () => {
  const music = await musicOf(5);
  await writeTrack(music, "cut.mp3", { problem: "audio.truncated" });
  await writeTrack(music, "locked.mp3", { problem: "file.unreadable" });
  await writeFile(join(music, "crash.mp3"), "not what the analyser expects");
  const { ask } = await openOn(await temporaryFolder(), { musicDir: music });
  expect(await scanThrough(ask)).toMatchObject({ state: "completed", total: 8, done: 8, analysed: 5, failed: 3 });
  const problemOf = async (name: string) => (await ask("GET", `/tracks?query=${name}`)).body.tracks[0].problem;
  expect(await problemOf("cut")).toEqual({ code: "audio.truncated", message: expect.any(String) });
  expect(await problemOf("locked")).toMatchObject({ code: "file.unreadable" });
  expect(await problemOf("crash")).toMatchObject({ code: "analysis.failed" });
  // What may pass is tried again; what is in the file's bytes is not.
  expect(await scanThrough(ask)).toMatchObject({ unchanged: 6, failed: 2 });
  await writeFile(join(music, "cut.mp3"), JSON.stringify({ valence: 0.25 }));
  expect(await scanThrough(ask)).toMatchObject({ analysed: 1 });
  expect(await problemOf("cut")).toBeNull();
});

test("tracks show and play before the scan ends, and playlists use what is there", async () => {
  const music = await musicOf(20);
  let let5Through = 5;
  const source = fakeSource({
    onAnalyse: async () => {
      let5Through -= 1;
      if (let5Through < 0) await until(() => let5Through > 100, 20_000);
    },
  });
  const { ask } = await openOn(await temporaryFolder(), { musicDir: music }, { source });
  await ask("POST", "/library/scans");
  await until(async () => (await ask("GET", "/status")).body.tracks === 20);
  await sleep(600);
  const scan = await current(ask);
  expect(scan.state).toBe("running");
  expect(scan.currentPath).toMatch(/mp3$/);
  expect((await ask("GET", "/tracks/1/audio")).status).toBe(200);
  const status = (await ask("GET", "/status")).body;
  expect(status.scanning).toBe(true);
  let5Through = 1000;
  await until(async () => (await current(ask)).state === "completed");
  const playlist = await ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 20 });
  expect(playlist.body.entries).toHaveLength(20);
});

test("a playlist made before the scan does not freeze what later ones may choose from", async () => {
  const music = await musicOf(12);
  const { ask } = await openOn(await temporaryFolder(), { musicDir: music });
  const before = await ask("POST", "/playlists", { mood: { emotion: "happy" } });
  expect(before.body).toMatchObject({ entries: [], note: expect.any(String) });
  await scanThrough(ask);
  const after = await ask("POST", "/playlists", { mood: { emotion: "happy" } });
  expect(after.body.entries).toHaveLength(12);
});

test("only one scan runs at a time; it can be cancelled, keeps what it did and goes on from there", async () => {
  const music = await musicOf(40);
  const analysed: string[] = [];
  const source = fakeSource({ analysisMs: 20, onAnalyse: (name) => void analysed.push(name) });
  const { ask } = await openOn(await temporaryFolder(), { musicDir: music }, { source });
  expect((await ask("POST", "/library/scans")).status).toBe(202);
  const second = await ask("POST", "/library/scans");
  expect(second.status).toBe(409);
  expect(second.body.error.code).toBe("scan.running");
  await until(async () => (await current(ask)).done >= 10);
  const cancelled = await ask("POST", "/library/scans/current/cancel");
  expect(cancelled.body).toMatchObject({ state: "cancelled", total: 40 });
  expect(cancelled.body.finishedAtMs).toBeGreaterThan(0);
  const { done } = cancelled.body;
  expect(done).toBeGreaterThanOrEqual(10);
  expect(done).toBeLessThan(40);
  expect((await ask("GET", "/status")).body).toMatchObject({ playable: done, scanning: false });

  const rest = await scanThrough(ask);
  expect(rest).toMatchObject({ state: "completed", unchanged: done, analysed: 40 - done, removed: 0 });
  const again = analysed.length - new Set(analysed).size;
  // At most those in progress when it was cancelled are done twice.
  expect(again).toBeLessThanOrEqual(2);
});

test("choosing another folder stops the scan of the old one, and the new one can be scanned at once", async () => {
  const [slow, other] = [await musicOf(30), await temporaryFolder()];
  await writeTrack(other, "elsewhere.mp3");
  const { ask } = await openOn(await temporaryFolder(), {}, { source: fakeSource({ analysisMs: 30 }) });
  await ask("PUT", "/library/folder", { folder: slow });
  await ask("POST", "/library/scans");
  await until(async () => (await current(ask)).done >= 2);
  await ask("PUT", "/library/folder", { folder: slow });
  expect((await current(ask)).state).toBe("running");
  await ask("PUT", "/library/folder", { folder: other });
  expect((await current(ask)).state).toBe("cancelled");
  expect(await scanThrough(ask)).toMatchObject({ state: "completed", folder: other, total: 1, removed: 30 });
  expect((await ask("GET", "/status")).body.tracks).toBe(1);
});

test("closing the server leaves the scan as interrupted; the next start of the server goes on with it", async () => {
  const music = await musicOf(30);
  const data = await temporaryFolder();
  const config = configOn(data, { musicDir: music });
  const first = await openOn(data, { musicDir: music }, { source: fakeSource({ analysisMs: 30 }) });
  await first.ask("POST", "/library/scans");
  await until(async () => (await current(first.ask)).done >= 4);
  await first.close();
  const second = await openOn(data, { musicDir: music });
  const left = await current(second.ask);
  expect(left.state).toBe("interrupted");
  await second.close();

  const server = await startServer(config, { source: fakeSource() });
  onTestFinished(() => server.close());
  const scanOf = async (): Promise<Scan> =>
    (await (await fetch(`${server.url}/api/library/scans/current`)).json()).scan;
  await until(async () => (await scanOf()).state === "completed");
  expect(await scanOf()).toMatchObject({ total: 30, unchanged: left.done, analysed: 30 - left.done });
});

test("a folder that vanishes during a scan fails it, and nothing is taken for removed", async () => {
  const music = await musicOf(30);
  const { ask } = await openOn(
    await temporaryFolder(),
    { musicDir: music },
    { source: fakeSource({ analysisMs: 20 }) },
  );
  await ask("POST", "/library/scans");
  await until(async () => (await current(ask)).done >= 4);
  await rename(music, `${music}-away`);
  onTestFinished(() => rm(`${music}-away`, { recursive: true, force: true }));
  await until(async () => (await current(ask)).state === "failed");
  const failed = await current(ask);
  expect(failed.problem?.code).toBe("folder.vanished");
  expect(failed).toMatchObject({ removed: 0, failed: 0 });
  expect((await ask("GET", "/status")).body.tracks).toBe(30);
  const sound = await ask("GET", "/tracks/1/audio");
  expect(sound.body.error.code).toMatch(/folder.vanished|file.not-found/);

  await rename(`${music}-away`, music);
  expect(await scanThrough(ask)).toMatchObject({
    state: "completed",
    total: 30,
    removed: 0,
    unchanged: failed.analysed,
  });
});

test("a folder that is gone before the scan fails it the same way", async () => {
  const music = await musicOf(3);
  const { ask } = await openOn(await temporaryFolder(), { musicDir: music });
  await scanThrough(ask);
  await rm(music, { recursive: true });
  expect(await scanThrough(ask)).toMatchObject({ state: "failed", problem: { code: "folder.vanished" }, removed: 0 });
  expect((await ask("GET", "/status")).body.tracks).toBe(3);
  expect((await ask("GET", "/library/folder")).body.readable).toBe(false);
});

test("a file that goes while it waits is counted as removed, not as broken", async () => {
  const music = await musicOf(10);
  const source = fakeSource({
    onAnalyse: async () => {
      const names = await readdir(join(music, "album 2"));
      if (names.includes("002.mp3")) await rm(join(music, "album 2/002.mp3"));
    },
  });
  const { ask } = await openOn(await temporaryFolder(), { musicDir: music }, { source, analysers: 1 });
  const scan = await scanThrough(ask);
  expect(scan).toMatchObject({ state: "completed", failed: 0, removed: 1, total: 10, done: 10 });
  expect((await ask("GET", "/status")).body.tracks).toBe(9);
});

test("progress comes as events: the state at once, counts that only rise, the end", async () => {
  const music = await musicOf(60);
  const config = configOn(await temporaryFolder());
  const server = await startServer(config, { source: fakeSource({ analysisMs: 25 }), analysers: 2 });
  onTestFinished(() => server.close());
  const folder = {
    method: "PUT",
    body: JSON.stringify({ folder: music }),
    headers: { "content-type": "application/json" },
  };
  await fetch(`${server.url}/api/library/folder`, folder);
  await fetch(`${server.url}/api/library/scans`, { method: "POST" });

  const stop = new AbortController();
  const response = await fetch(`${server.url}/api/library/events`, { signal: stop.signal });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const scans: Scan[] = [];
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const [, data] = /^event: scan\ndata: (.*)$/m.exec(event) ?? [];
      if (data) scans.push(ScanSchema.parse(JSON.parse(data)));
    }
    if (scans.at(-1)?.state === "completed") break;
  }
  stop.abort();
  const done = scans.map((scan) => scan.done);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(scans.length).toBeGreaterThan(3);
  expect(scans.at(-1)).toMatchObject({ state: "completed", done: 60, total: 60, currentPath: null });
  const estimates = scans.flatMap(({ remainingMs }) => (remainingMs === null ? [] : [remainingMs]));
  expect(estimates.length).toBeGreaterThan(0);
  for (const estimate of estimates) expect(estimate).toBeLessThan(10_000);
});

test("another program that holds the database for a while delays the scan and loses nothing", async () => {
  const music = await musicOf(40);
  const data = await temporaryFolder();
  const { ask } = await openOn(
    data,
    { musicDir: music },
    { source: fakeSource({ analysisMs: 10 }), busyTimeoutMs: 200 },
  );
  await ask("POST", "/library/scans");
  await until(async () => (await current(ask)).done >= 5);
  const other = new Database(join(data, "moodsync.db"), { timeout: 5000 });
  other.exec("BEGIN IMMEDIATE");
  await sleep(1500);
  expect((await current(ask)).state).toBe("running");
  other.exec("COMMIT");
  other.close();
  await until(async () => (await current(ask)).state === "completed");
  expect(await current(ask)).toMatchObject({ analysed: 40, failed: 0 });
  expect((await ask("GET", "/status")).body.playable).toBe(40);
});

test("a full disk ends the scan with its reason; with room again the next one goes on", async () => {
  const music = await musicOf(300);
  const data = await temporaryFolder();
  const { ask, limitPages } = await openLimited(data, music);
  await limitPages(30);
  const scan = await scanThrough(ask);
  expect(scan).toMatchObject({ state: "failed", problem: { code: "storage.full" } });
  const kept = (await ask("GET", "/status")).body.playable;
  await limitPages(1_000_000);
  expect(await scanThrough(ask)).toMatchObject({ state: "completed", unchanged: kept, analysed: 300 - kept });
});

/** Opens services whose database may be kept from growing, which SQLite reports as a full disk. */
async function openLimited(data: string, music: string) {
  const { openDatabase } = await import("../../src/server/db/open-database.ts");
  const { sql } = await import("kysely");
  const opened: Awaited<ReturnType<typeof openDatabase>>[] = [];
  const services = await openOn(
    data,
    { musicDir: music },
    {
      openDatabase: async (options) => {
        const database = await openDatabase(options);
        opened.push(database);
        return database;
      },
    },
  );
  const limitPages = async (pages: number) => {
    for (const { db } of opened) await sql.raw(`PRAGMA max_page_count=${pages}`).execute(db);
  };
  return { ...services, limitPages };
}
