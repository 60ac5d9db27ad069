import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { TrackFeatures } from "../../contracts/tracks.ts";
import { LOCAL_USER_ID as ME } from "../db/local-user.ts";
import { openDatabase } from "../db/open-database.ts";
import { createStorage, type Storage } from "../db/storage.ts";
import { createCandidateStore } from "./candidate-store.ts";

const NOTHING_MEASURED = {
  loudnessLufs: null,
  dynamicRangeDb: null,
  brightnessHz: null,
  onsetsPerSecond: null,
  beatStrength: null,
  keyStrength: null,
  majorness: null,
  chromaEntropy: null,
  crestFactorDb: null,
  rolloffHz: null,
  flatness: null,
  fluxDb: null,
  roughness: null,
  danceability: null,
};

function features(valence: number, arousal: number): TrackFeatures {
  return { analyserVersion: 1, tempoBpm: null, tonic: null, mode: null, ...NOTHING_MEASURED, valence, arousal };
}

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moodsync-candidates-"));
  const made = folder;
  onTestFinished(() => rm(made, { recursive: true, force: true }));
});

/** One process's storage; several may be open on the same file. */
async function open(): Promise<Storage> {
  const storage = createStorage(await openDatabase({ file: join(folder, "moodsync.db"), nowMs: 0 }));
  onTestFinished(() => storage.close());
  return storage;
}

async function add(storage: Storage, count: number): Promise<number[]> {
  const files = Array.from({ length: count }, (_, index) => ({
    path: String(index),
    sizeBytes: 1,
    modifiedAtMs: 1,
    title: String(index),
    artist: `artist ${index % 3}`,
    album: null,
    durationMs: null,
    hasCover: false,
    mimeType: "audio/flac",
  }));
  const ids = [...(await storage.files.storeTags(ME, files, 1)).values()];
  for (const [index, id] of ids.entries()) {
    await storage.files.storeFeatures(ME, id, features(index / count, -index / count), 1);
  }
  return ids;
}

function storeOver(storage: Storage, clock = () => 0) {
  return createCandidateStore({ storage, userId: ME, clock });
}

test("what another process writes is there at once, read track by track and not all anew", async () => {
  const mine = await open();
  const other = await open();
  const ids = await add(mine, 5);
  const candidates = storeOver(mine);
  expect((await candidates.current()).size).toBe(5);
  const pages = vi.spyOn(mine.candidates, "page");
  await other.files.storeFeatures(ME, ids[0]!, features(0.75, 0.5), 2);
  await other.files.markRemoved(ME, [ids[1]!], 3);
  await other.tracks.setLiked(ME, ids[2]!, true);
  const index = await candidates.current();
  expect(index.size).toBe(4);
  expect(index.columns.valence[index.rowOf(ids[0]!)!]).toBe(0.75);
  expect(index.rowOf(ids[1]!)).toBeUndefined();
  expect(index.columns.liked[index.rowOf(ids[2]!)!]).toBe(1);
  expect(pages).not.toHaveBeenCalled();
});

test("a question while the library is first read is answered from near the point, and the library from then on", async () => {
  const storage = await open();
  const ids = await add(storage, 40);
  const read = storage.candidates.page.bind(storage.candidates);
  let go = (): void => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  vi.spyOn(storage.candidates, "page").mockImplementation(async (...page) => {
    await held;
    return await read(...page);
  });
  vi.spyOn(storage.candidates, "nearest").mockImplementationOnce(async () => ids.slice(0, 7));
  const candidates = storeOver(storage);
  expect((await candidates.near([{ valence: 0, arousal: 0 }])).size).toBe(7);
  go();
  expect((await candidates.current()).size).toBe(40);
  expect((await candidates.near([{ valence: 0, arousal: 0 }])).size).toBe(40);
});

test("the nearest are those of the plane, however few there are", async () => {
  const storage = await open();
  const ids = await add(storage, 40);
  const point = { valence: 0.5, arousal: -0.5 };
  expect((await storage.candidates.nearest(ME, point, 3)).toSorted((a, b) => a - b)).toEqual(ids.slice(19, 22));
  expect(await storage.candidates.nearest(ME, { valence: -1, arousal: 1 }, 100)).toHaveLength(40);
});

test("who lags behind the journal serves what is known and reads all again", async () => {
  const storage = await open();
  const ids = await add(storage, 5);
  const candidates = storeOver(storage);
  await candidates.current();
  const pages = vi.spyOn(storage.candidates, "page");
  await storage.files.markRemoved(ME, [ids[0]!], 3);
  await storage.files.markRemoved(ME, [ids[1]!], 3);
  await storage.trackChanges.cut(1);
  expect((await candidates.current()).size).toBe(5);
  await vi.waitFor(async () => expect((await candidates.current()).size).toBe(3));
  expect(pages).toHaveBeenCalled();
});

test("what was said fades: after a day it is learned anew, of the tracks spoken of alone", async () => {
  const storage = await open();
  const [id = 0] = await add(storage, 3);
  let nowMs = 0;
  const candidates = storeOver(storage, () => nowMs);
  await storage.feedback.insert(ME, { trackId: id, playlistId: null, kind: "skip", givenAtMs: 0, target: null });
  const biasAt = async (atMs: number) => {
    nowMs = atMs;
    const index = await candidates.current();
    return index.columns.bias[index.rowOf(id)!]!;
  };
  const fresh = await biasAt(0);
  expect(fresh).toBeGreaterThan(0);
  expect(await biasAt(3_600_000)).toBe(fresh);
  const find = vi.spyOn(storage.candidates, "find");
  expect(await biasAt(30 * 24 * 3_600_000)).toBeLessThan(fresh);
  expect(find.mock.lastCall).toEqual([ME, [id]]);
});
