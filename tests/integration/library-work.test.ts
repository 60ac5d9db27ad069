/** The work on copies and the map, cut off at every step and gone on with; and what it costs requests meanwhile. */
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { LOCAL_USER_ID as ME } from "../../src/server/db/local-user.ts";
import { openDatabase } from "../../src/server/db/open-database.ts";
import { createStorage, type Storage } from "../../src/server/db/storage.ts";
import { updateCharacter } from "../../src/server/services/library-work/character-work.ts";
import { findCopies } from "../../src/server/services/library-work/copies-work.ts";
import { createRandom } from "../synth/random.ts";
import { temporaryFolder } from "./server-fixtures.ts";

const TRACKS = 24;

/** Every third track is a copy of the one before, by sound; every fifth by name. */
async function smallLibrary(): Promise<Storage> {
  const folder = await temporaryFolder();
  const storage = createStorage(await openDatabase({ file: join(folder, "moodsync.db"), nowMs: 0 }));
  onTestFinished(() => storage.close());
  for (let i = 0; i < TRACKS; i++) await addTrack(storage, i);
  return storage;
}

async function addTrack(storage: Storage, i: number): Promise<number> {
  const title = i % 5 === 4 ? `Song ${i - 1}` : `Song ${i}`;
  const names = { path: `t${i}.mp3`, title, artist: "A", album: null };
  const file = { ...names, sizeBytes: 1000 + i, modifiedAtMs: 1, durationMs: 180_000, hasCover: false };
  const ids = await storage.files.storeTags(ME, [{ ...file, mimeType: "audio/mpeg" }], 1);
  const id = ids.get(names.path) ?? 0;
  const random = createRandom(i % 3 === 2 ? i - 1 : i);
  const fingerprint = i % 5 >= 3 ? null : Uint32Array.from({ length: 300 }, () => Math.floor(random() * 2 ** 32));
  const sound = { loudnessLufs: -14 + (i % 4), dynamicRangeDb: 6, brightnessHz: 1500, onsetsPerSecond: 2 };
  const shape = { beatStrength: 0.5, keyStrength: 0.5, majorness: 0, chromaEntropy: 0.5, crestFactorDb: 12 };
  const rest = { rolloffHz: 3000, flatness: 0.1, fluxDb: 1, roughness: 0.1, danceability: 0.5 };
  const mood = { valence: i % 2 ? 0.6 + i / 100 : -0.6 - i / 100, arousal: i % 2 ? 0.5 : -0.5 };
  const all = { analyserVersion: 2, tempoBpm: 120, tonic: 0, mode: "major" as const, ...sound, ...shape, ...rest };
  await storage.files.storeFeatures(ME, id, { ...all, ...mood, fingerprint }, 5);
  return id;
}

/** Lets so many transactions through, and then none: as a kill between two would. */
function cutOffAfter(storage: Storage, transactions: number): Storage {
  let left = transactions;
  return {
    ...storage,
    inTransaction: async (work) => {
      if (left-- <= 0) throw new Error("cut off");
      return await storage.inTransaction(work);
    },
  };
}

const context = (storage: Storage) => ({
  storage,
  userId: ME,
  clock: () => 1000,
  signal: new AbortController().signal,
  onStep: () => undefined,
});

async function whole(storage: Storage): Promise<void> {
  await findCopies(context(storage));
  await updateCharacter(context(storage));
}

async function state(storage: Storage) {
  const current = await storage.character.find(ME, "current");
  const points = current ? await storage.character.points(current.id, 100) : [];
  return {
    groups: await storage.copies.groups(ME, { limit: 100, offset: 0 }),
    open: await storage.copies.open(ME, 100),
    clusters: current?.model.clusters,
    totals: current ? await storage.character.totals(current.id) : [],
    points: points.toSorted((a, b) => a.trackId - b.trackId),
    pending: await storage.character.find(ME, "placing"),
  };
}

test("work that is cut off after any step comes to the same end when it is gone on with", async () => {
  const uncut = await smallLibrary();
  await whole(uncut);
  const expected = await state(uncut);
  expect(expected.groups.length).toBeGreaterThan(3);
  expect(expected.points).toHaveLength(TRACKS);
  expect(expected.totals.reduce((sum, { tracks }) => sum + tracks, 0)).toBe(TRACKS);

  const storage = await smallLibrary();
  let cuts = 0;
  for (let allowed = 0; ; allowed = allowed < 6 ? allowed + 1 : 6) {
    const ended = await whole(cutOffAfter(storage, allowed)).then(
      () => true,
      () => false,
    );
    const now = await state(storage);
    // Nothing half-done is to be seen: a map has all its tracks or is not there.
    expect([0, TRACKS]).toContain(now.points.length);
    if (ended) break;
    cuts += 1;
  }
  expect(cuts).toBeGreaterThan(5);
  expect(await state(storage)).toEqual(expected);
  await whole(storage);
  expect(await state(storage)).toEqual(expected);
}, 300_000);

test("a changed track is compared and placed anew, alone; a fifth of changes draw the map anew", async () => {
  const storage = await smallLibrary();
  await whole(storage);
  const before = await state(storage);
  expect(await findCopies(context(storage))).toBe(0);
  expect(await updateCharacter(context(storage))).toBe(0);
  await addTrack(storage, 0);
  expect(await findCopies(context(storage))).toBe(1);
  await storage.files.markRemoved(ME, [before.points[0]?.trackId ?? 0], 9);
  await updateCharacter(context(storage));
  const { id } = (await storage.character.find(ME, "current"))!;
  expect((await state(storage)).points).toHaveLength(TRACKS - 1);
  for (let i = TRACKS; i < TRACKS + 8; i++) await addTrack(storage, i);
  await updateCharacter(context(storage));
  expect((await storage.character.find(ME, "current"))?.id).not.toBe(id);
  expect((await state(storage)).points).toHaveLength(TRACKS + 7);
}, 300_000);

test("others get their turn while the library is worked through", async () => {
  const storage = await smallLibrary();
  let turns = 0;
  const done = new AbortController();
  const counting = (async () => {
    while (!done.signal.aborted) {
      await nextTurn();
      turns += 1;
    }
  })();
  await whole(storage);
  done.abort();
  await counting;
  expect(turns).toBeGreaterThan(TRACKS);
}, 300_000);
