/**
 * Server processes side by side on one database, a file or PostgreSQL: each job is done once, its progress is seen from
 * every process, what a killed one was at is gone on with, and no acknowledged row is lost.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { postgresOrWhyNot, startPostgres, type PostgresServer } from "../setting/postgres-server.ts";
import { piece } from "../synth/music.ts";
import { encodeWav } from "../synth/wav-file.ts";
import { openOn, temporaryFolder, until } from "./server-fixtures.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
const READING = { source: "pad", emotion: "sad", valence: -0.5, arousal: -0.25, confidence: 1 };
/** Long enough that a scan is met in the middle. */
const FILES = 12;
const found = postgresOrWhyNot();
let server: PostgresServer | undefined;

beforeAll(async () => {
  const { buildStale } = await import("../../scripts/steps/build.mjs");
  await buildStale(() => undefined, { only: ["node"] });
  if (found) server = await startPostgres(found);
});
afterAll(async () => {
  await server?.destroy();
});

interface Place {
  dataDir: string;
  databaseUrl: string | null;
}

interface Child {
  process: ChildProcess;
  url: string;
  said: () => string;
}

async function start({ dataDir, databaseUrl }: Place, env: Record<string, string> = {}): Promise<Child> {
  const database: Record<string, string> = databaseUrl === null ? {} : { DATABASE_URL: databaseUrl };
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env["PATH"],
      PORT: "0",
      MOODSYNC_DATA_DIR: dataDir,
      MOODSYNC_STARTER: "off",
      ...database,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  const address = () => /ready at (http:\S+)/.exec(said)?.[1];
  await until(() => address() !== undefined || child.exitCode !== null, 180_000);
  return { process: child, url: address() ?? "", said: () => said };
}

async function musicFolder(): Promise<string> {
  const folder = await temporaryFolder();
  const samples = piece({ tempoBpm: 120, seconds: 20, tonic: 0, mode: "major", sampleRateHz: 44_100 });
  const sound = encodeWav([samples], { sampleRateHz: 44_100 });
  for (let index = 0; index < FILES; index += 1) await writeFile(join(folder, `${index}.wav`), sound);
  return folder;
}

const get = async (url: string, path: string) => await (await fetch(`${url}/api${path}`)).json();
const scanOf = async (url: string) => (await get(url, "/library/scans/current")).scan;

/** Every scan that the events of a process tell, with when each came. */
async function watchScans(url: string) {
  const told: { scan: { state: string; done: number }; atMs: number }[] = [];
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${url}/api/library/events`, { signal: abort.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const reading = async (): Promise<void> => {
    for (let text = ""; ;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const line = block.split("\n").find((each) => each.startsWith("data: "));
        if (line) told.push({ scan: JSON.parse(line.slice(6)), atMs: performance.now() });
      }
    }
  };
  void reading().catch(() => undefined);
  return told;
}

/** Posts until the server is gone, noting the ids that were acknowledged. */
async function postUntilGone(url: string, acknowledged: number[]): Promise<void> {
  const headers = { "content-type": "application/json" };
  for (;;) {
    try {
      const response = await fetch(`${url}/api/mood-readings`, {
        method: "POST",
        headers,
        body: JSON.stringify(READING),
      });
      const body = await response.json();
      if (response.status === 201) acknowledged.push(body.id);
    } catch {
      return;
    }
  }
}

async function keptIds(place: Place): Promise<Set<number>> {
  const { ask } = await openOn(place.dataDir, { databaseUrl: place.databaseUrl });
  const ids = new Set<number>();
  for (let offset = 0; ; offset += 500) {
    const { body } = await ask("GET", `/mood-readings?limit=500&offset=${offset}`);
    for (const { id } of body.readings) ids.add(id);
    if (body.readings.length < 500) return ids;
  }
}

const DATABASES: [string, boolean, () => Promise<Place>][] = [
  ["one SQLite file", true, async () => ({ dataDir: await temporaryFolder(), databaseUrl: null })],
  [
    "one PostgreSQL database",
    found !== null,
    async () => ({ dataDir: await temporaryFolder(), databaseUrl: (await server?.createDatabase()) ?? null }),
  ],
];

describe.each(DATABASES)("on %s", (_name, isThere, newPlace) => {
  test.skipIf(!isThere)(
    "three that start at once scan once; each tells the progress; when the one at work is killed another goes on",
    { timeout: 600_000 },
    async () => {
      const [place, music] = [await newPlace(), await musicFolder()];
      const all = await Promise.all(Array.from({ length: 3 }, () => start(place, { MUSIC_DIR: music })));
      for (const { url, said } of all) expect(url, said()).not.toBe("");
      const watched = await Promise.all(all.map(({ url }) => watchScans(url)));
      await until(async () => (await scanOf(all[0]!.url))?.analysed >= 2, 240_000);

      const another = await openOn(place.dataDir, {
        databaseUrl: place.databaseUrl,
        musicDir: music,
      });
      expect((await another.ask("POST", "/library/scans")).body.error.code).toBe("scan.running");
      expect((await another.ask("GET", "/status")).body.scanning).toBe(true);
      await another.close();
      let current: { id: number; currentPath: string | null }[] = [];
      await until(async () => {
        current = await Promise.all(all.map(({ url }) => scanOf(url)));
        return current.some(({ currentPath }) => currentPath !== null);
      });
      const id = current[0]!.id;
      expect(current.map((scan) => scan.id)).toEqual([id, id, id]);
      // Only who is at it knows the file it is at.
      const at = current.findIndex(({ currentPath }) => currentPath !== null);
      expect(current.filter(({ currentPath }) => currentPath !== null)).toHaveLength(1);
      // The others' pages see it move while it moves.
      const others = [0, 1, 2].filter((index) => index !== at);
      const seen = () => others.map((index) => watched[index]!.filter(({ scan }) => scan.done > 2).length);
      await until(() => seen().every((count) => count > 0), 120_000);

      all[at]!.process.kill("SIGKILL");
      const done = (await scanOf(all[others[0]!]!.url)).done;
      expect(done).toBeLessThan(FILES);
      for (const index of others) {
        await until(async () => (await scanOf(all[index]!.url))?.state === "completed", 300_000);
      }
      const last = await scanOf(all[others[0]!]!.url);
      expect(last).toMatchObject({ id: id + 1, total: FILES, done: FILES, failed: 0 });
      expect(last.unchanged).toBeGreaterThanOrEqual(2);
      expect((await scanOf(all[others[1]!]!.url)).id).toBe(id + 1);
    },
  );

  test.skipIf(!isThere)(
    "an event in one is seen by who listens to another within a second",
    { timeout: 300_000 },
    async () => {
      const [place, music] = [await newPlace(), await musicFolder()];
      const [one, two] = [await start(place), await start(place)];
      const watched = await watchScans(two.url);
      const headers = { "content-type": "application/json" };
      const put = await fetch(`${one.url}/api/library/folder`, {
        method: "PUT",
        headers,
        body: JSON.stringify({ folder: music }),
      });
      expect(put.status).toBe(200);
      await sleep(1000);
      watched.length = 0;
      const asked = performance.now();
      expect((await fetch(`${one.url}/api/library/scans`, { method: "POST" })).status).toBe(202);
      await until(() => watched.length > 0, 10_000);
      const tookMs = watched[0]!.atMs - asked;
      expect(tookMs).toBeLessThan(1000);
      process.stderr.write(`another process's event after ${Math.round(tookMs)} ms (${_name})\n`);
    },
  );

  test.skipIf(!isThere)(
    "kill -9 among concurrent writers loses no acknowledged row, and no id is given twice",
    { timeout: 300_000 },
    async () => {
      const place = await newPlace();
      const [one, two] = [await start(place), await start(place)];
      const [byOne, byTwo]: [number[], number[]] = [[], []];
      const posting = [
        ...Array.from({ length: 3 }, () => postUntilGone(one.url, byOne)),
        ...Array.from({ length: 3 }, () => postUntilGone(two.url, byTwo)),
      ];
      await until(() => byOne.length >= 30 && byTwo.length >= 30, 60_000);
      one.process.kill("SIGKILL");
      const enough = byTwo.length + 20;
      await until(() => byTwo.length >= enough, 60_000);
      two.process.kill("SIGKILL");
      await Promise.all(posting);
      const acknowledged = [...byOne, ...byTwo];
      const kept = await keptIds(place);
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
      expect(new Set(acknowledged).size).toBe(acknowledged.length);
    },
  );
});
