/** What every database must do for fingerprints, copies of a recording, and the library's map. */
import { describe, expect, test } from "vitest";
import type { CopyPair } from "../../src/core/library/group-copies.ts";
import { fitCharacter, placeTrack } from "../../src/core/library/character.ts";
import { LOCAL_USER_ID as ME } from "../../src/server/db/local-user.ts";
import type { Storage } from "../../src/server/db/storage.ts";
import { createRandom } from "../synth/random.ts";
import type { ContractSubject } from "./repository-contract.ts";

const SOMEBODY_ELSE = 999;

async function addTrack(storage: Storage, path: string, { durationMs = 200_000, valence = 0.1, arousal = 0.2 } = {}) {
  const file = { path, sizeBytes: 1000, modifiedAtMs: 1, title: path, artist: "A", album: null, genres: ["Jazz"] };
  const tagged = { ...file, tagsVersion: 1, durationMs, hasCover: false, mimeType: "audio/flac" };
  const id = (await storage.files.storeTags(ME, [tagged], 1)).get(path) ?? 0;
  const sound = { loudnessLufs: -14, dynamicRangeDb: 6, brightnessHz: 1500, onsetsPerSecond: 2 };
  const shape = { beatStrength: 0.5, keyStrength: 0.5, majorness: 0, chromaEntropy: 0.5, crestFactorDb: 12 };
  const rest = { rolloffHz: 3000, flatness: 0.1, fluxDb: 1, roughness: 0.1, danceability: 0.5 };
  const key = { tempoBpm: 120, tonic: 0, mode: "major" as const };
  const features = { analyserVersion: 2, ...key, ...sound, ...shape, ...rest, valence, arousal };
  await storage.files.storeFeatures(ME, id, features, 5);
  return id;
}

function words(seed: number): Uint32Array {
  const random = createRandom(seed);
  return Uint32Array.from({ length: 400 }, () => Math.floor(random() * 2 ** 32));
}

const ascending = (a: number, b: number): number => a - b;
const pair = (a: number, b: number, similarity = 0.9): CopyPair => ({ a, b, evidence: "sound", similarity });

export function characterRepositoryContract(name: string, { open }: ContractSubject): void {
  describe(`copies and character on ${name}`, () => {
    describe("fingerprints", () => {
      fingerprintContract(open);
    });
    describe("copies", () => {
      copyContract(open);
    });
    describe("character", () => {
      characterContract(open);
    });
    copiesOfCandidatesContract(name, { open });
  });
}

function fingerprintContract(open: ContractSubject["open"]): void {
  test("a fingerprint comes back to the last bit, and finds those that share words and length", async () => {
    const storage = await open();
    const [one, copy, other] = [words(1), words(1), words(2)];
    copy.fill(0xffffffff, 0, 100);
    const a = await addTrack(storage, "a");
    const b = await addTrack(storage, "b", { durationMs: 206_000 });
    const c = await addTrack(storage, "c");
    const long = await addTrack(storage, "long", { durationMs: 400_000 });
    await storage.fingerprints.store(ME, a, one);
    await storage.fingerprints.store(ME, b, copy);
    await storage.fingerprints.store(ME, c, other);
    await storage.fingerprints.store(ME, long, one);
    expect((await storage.fingerprints.find(ME, [a, c])).get(a)).toEqual(one);
    const alike = await storage.fingerprints.alike(ME, { words: one, durationMs: 200_000 }, 10);
    expect(alike).toEqual([a, b]);
    expect(await storage.fingerprints.alike(SOMEBODY_ELSE, { words: one, durationMs: 200_000 }, 10)).toEqual([]);
  });

  test("another state of the sound takes the place of the first, and silence of any", async () => {
    const storage = await open();
    const a = await addTrack(storage, "a");
    await storage.fingerprints.store(ME, a, words(1));
    await storage.fingerprints.store(ME, a, words(2));
    const alikeTo = (seed: number) => storage.fingerprints.alike(ME, { words: words(seed), durationMs: 200_000 }, 10);
    expect(await alikeTo(1)).toEqual([]);
    expect(await alikeTo(2)).toEqual([a]);
    await storage.fingerprints.store(ME, a, null);
    expect(await alikeTo(2)).toEqual([]);
    expect((await storage.fingerprints.find(ME, [a])).size).toBe(0);
  });

  test("a changed file is forgotten; keys that are left dangling find nothing and go", async () => {
    const storage = await open();
    const a = await addTrack(storage, "a");
    await storage.fingerprints.store(ME, a, words(1));
    await storage.copies.name(ME, 1, [{ trackId: a, recordingKey: "k" }]);
    await addTrack(storage, "a");
    expect(await storage.fingerprints.alike(ME, { words: words(1), durationMs: 200_000 }, 10)).toEqual([]);
    expect((await storage.copies.unnamed(ME, 1, 0, 1e6)).map(({ trackId }) => trackId)).toEqual([a]);
  });
}

function copyContract(open: ContractSubject["open"]): void {
  test("tracks are named once, and again by other rules or when their tags change", async () => {
    const storage = await open();
    const [a, b] = [await addTrack(storage, "a"), await addTrack(storage, "b")];
    expect((await storage.copies.unnamed(ME, 1, 0, 1e6)).map(({ trackId }) => trackId)).toEqual([a, b]);
    const named = [a, b].map((trackId) => ({ trackId, recordingKey: "A\nsong" }));
    await storage.copies.name(ME, 1, named);
    expect(await storage.copies.unnamed(ME, 1, 0, 1e6)).toEqual([]);
    expect(await storage.copies.unnamed(ME, 2, 0, 1e6)).toHaveLength(2);
    expect((await storage.copies.sameName(ME, "A\nsong", 10)).toSorted(ascending)).toEqual([a, b]);
    expect(await storage.copies.open(ME, 10)).toEqual([a, b]);
    await storage.copies.setPairs(ME, a, [pair(a, b)]);
    expect(await storage.copies.open(ME, 10)).toEqual([b]);
    await storage.fingerprints.store(ME, a, words(1));
    expect(await storage.copies.open(ME, 10)).toEqual([a, b]);
    expect(await storage.copies.sameName(SOMEBODY_ELSE, "A\nsong", 10)).toEqual([]);
  });

  test("pairs hang together; groups are kept, counted, paged, changed and noted", async () => {
    const storage = await open();
    const [a, b, c, d] = [
      await addTrack(storage, "a"),
      await addTrack(storage, "b"),
      await addTrack(storage, "c"),
      await addTrack(storage, "d"),
    ];
    await storage.copies.setPairs(ME, b, [pair(a, b)]);
    await storage.copies.setPairs(ME, c, [pair(c, b, 0.8)]);
    const together = await storage.copies.connected(ME, [a]);
    expect(together.trackIds.toSorted(ascending)).toEqual([a, b, c]);
    expect(together.pairs).toHaveLength(2);
    const copy = (trackId: number, preferred = false) =>
      ({ trackId, preferred, evidence: "sound", similarity: 0.9 }) as const;
    const group = { id: a, copies: [copy(b, true), copy(a), copy(c)] };
    const mark = await storage.trackChanges.mark(ME);
    expect(await storage.copies.setGroups(ME, [a, b, c], [group])).toHaveLength(3);
    expect((await storage.trackChanges.since(ME, mark))?.trackIds.toSorted(ascending)).toEqual([a, b, c]);
    expect(await storage.copies.setGroups(ME, [a, b, c], [group])).toEqual([]);
    expect(await storage.copies.groups(ME, { limit: 10, offset: 0 })).toEqual([group]);
    expect(await storage.copies.groups(ME, { limit: 10, offset: 1 })).toEqual([]);
    expect(await storage.copies.count(ME)).toEqual({ groups: 1, extraTracks: 2 });
    expect((await storage.copies.others(ME, c)).toSorted(ascending)).toEqual([a, b]);
    expect(await storage.copies.others(ME, d)).toEqual([]);
    const smaller = { id: a, copies: [copy(b, true), copy(a)] };
    expect(await storage.copies.setGroups(ME, [a, b, c], [smaller])).toEqual([c]);
    await storage.files.markRemoved(ME, [a], 9);
    expect(await storage.copies.removed(ME)).toEqual([a]);
    expect(await storage.copies.count(SOMEBODY_ELSE)).toEqual({ groups: 0, extraTracks: 0 });
  });

  test("what was told apart is kept whichever way round it is said, and can be taken back", async () => {
    const storage = await open();
    const [a, b] = [await addTrack(storage, "a"), await addTrack(storage, "b")];
    await storage.copies.setNotSame(ME, [[b, a]], 1);
    await storage.copies.setNotSame(ME, [[a, b]], 2);
    expect(await storage.copies.notSame(ME, [a, b])).toEqual([[a, b]]);
    await storage.copies.setNotSame(ME, [[b, a]], null);
    expect(await storage.copies.notSame(ME, [a, b])).toEqual([]);
  });
}

function characterContract(open: ContractSubject["open"]): void {
  test("a new map is read when all its tracks are placed, and the former goes bit by bit", async () => {
    const storage = await open();
    const ids = [await addTrack(storage, "a"), await addTrack(storage, "b", { valence: -0.5 })];
    const measured = await storage.character.measured(ME, 0, 1e6);
    expect(measured.map(({ trackId }) => trackId)).toEqual(ids);
    expect(measured[1]).toMatchObject({ genre: "Jazz", features: { valence: -0.5, tempoBpm: 120 } });
    expect(await storage.character.measured(ME, 0, 1e6, 1e6)).toEqual([]);
    const model = fitCharacter(measured, null, 1);
    const places = measured.map(({ trackId, features, analysedAtMs }) => {
      const point = { valence: features["valence"] ?? 0, arousal: features["arousal"] ?? 0 };
      return { trackId, analysedAtMs, ...point, ...placeTrack(features, model) };
    });
    const make = async (): Promise<number> => {
      const modelId = await storage.character.insert(ME, model, { tracks: 2, atMs: 7 });
      await storage.character.place(modelId, places);
      await storage.character.setPlacedUpTo(modelId, 2);
      return modelId;
    };
    const first = await make();
    expect(await storage.character.find(ME, "current")).toBeNull();
    expect(await storage.character.find(ME, "placing")).toMatchObject({ id: first, placedUpTo: 2, model });
    await storage.character.makeCurrent(ME, first);
    const second = await make();
    expect((await storage.character.find(ME, "current"))?.id).toBe(first);
    await storage.character.makeCurrent(ME, second);
    expect(await storage.character.find(ME, "current")).toMatchObject({ id: second, fittedTracks: 2 });
    let rounds = 0;
    while (await storage.character.clearFormer(ME, 1)) rounds += 1;
    expect(rounds).toBe(3);
    expect(await storage.character.points(first, 10)).toEqual([]);
    expect(await storage.character.points(second, 10)).toHaveLength(2);
    expect(await storage.character.points(second, 1)).toHaveLength(1);
    expect(await storage.character.find(SOMEBODY_ELSE, "current")).toBeNull();
  });

  test("totals follow tracks that come, move and go; what is out of place is found", async () => {
    const storage = await open();
    const ids = [await addTrack(storage, "a"), await addTrack(storage, "b"), await addTrack(storage, "c")];
    const [a = 0, b = 0, c = 0] = ids;
    const model = fitCharacter(await storage.character.measured(ME, 0, 1e6), null, 1);
    const clusterId = model.clusters[0]?.id ?? 0;
    const id = await storage.character.insert(ME, model, { tracks: 3, atMs: 7 });
    const place = { cluster: clusterId, y: 0.5, distance: 1, valence: 0.5, arousal: -0.5, analysedAtMs: 5 };
    await storage.character.place(id, [
      { ...place, trackId: a, x: -0.5 },
      { ...place, trackId: b, x: 0.5, distance: 0.5 },
    ]);
    await storage.character.place(id, [{ ...place, trackId: a, x: -0.4, valence: 0.1 }]);
    expect(await storage.character.totals(id)).toEqual([
      { clusterId, tracks: 2, valence: expect.closeTo(0.3), arousal: expect.closeTo(-0.5) },
    ]);
    expect(await storage.character.placedAt(id, ids)).toEqual(
      new Map([
        [a, 5],
        [b, 5],
      ]),
    );
    const page = { limit: 10, offset: 0 };
    expect(await storage.character.ofCluster(id, clusterId, page)).toEqual([b, a]);
    expect(await storage.character.ofCluster(id, clusterId, { limit: 1, offset: 1 })).toEqual([a]);
    const box = { left: -1, right: 0, bottom: 0, top: 1 };
    expect(await storage.character.inBox(id, box, page)).toEqual([a]);
    expect(await storage.character.outOfPlace(ME, id, 0, 1e6)).toEqual([c]);
    await storage.files.markRemoved(ME, [b], 9);
    expect((await storage.character.outOfPlace(ME, id, 0, 1e6)).toSorted(ascending)).toEqual([b, c]);
    await storage.character.place(id, [], [b]);
    expect((await storage.character.totals(id))[0]?.tracks).toBe(1);
    await storage.character.addChanged(id, 4);
    expect((await storage.character.find(ME, "placing"))?.changedTracks).toBe(4);
  });

  test("how far the work has come is kept for each stage", async () => {
    const storage = await open();
    expect(await storage.libraryStages.find(ME, "copies")).toBeNull();
    const stage = { stage: "copies", version: 1, state: "running", done: 3, startedAtMs: 1 } as const;
    await storage.libraryStages.set(ME, { ...stage, finishedAtMs: null, problem: null });
    const done = { ...stage, state: "done", finishedAtMs: 2, problem: null } as const;
    await storage.libraryStages.set(ME, done);
    expect(await storage.libraryStages.find(ME, "copies")).toEqual(done);
    expect(await storage.libraryStages.find(ME, "character")).toBeNull();
  });
}

/** One copy of a recording stands for all of them where playlists are chosen. */
function copiesOfCandidatesContract(name: string, { open }: ContractSubject): void {
  test(`a recording is one candidate, with what was heard and said of any copy, on ${name}`, async () => {
    const storage = await open();
    const [a, b, c] = [await addTrack(storage, "a"), await addTrack(storage, "b"), await addTrack(storage, "c")];
    const copy = (trackId: number, preferred: boolean) =>
      ({ trackId, preferred, evidence: "sound", similarity: 0.9 }) as const;
    await storage.copies.setGroups(ME, [a, b], [{ id: a, copies: [copy(b, true), copy(a, false)] }]);
    await storage.tracks.setLiked(ME, a, true);
    await storage.plays.insert(ME, { trackId: a, playlistId: null, startedAtMs: 100, playedMs: 50, end: null });
    const said = { playlistId: null, target: null } as const;
    await storage.feedback.insert(ME, { ...said, trackId: b, kind: "skip", givenAtMs: 20 });
    await storage.feedback.insert(ME, { ...said, trackId: a, kind: "like", givenAtMs: 10 });
    const rows = await storage.candidates.page(ME, 0, 10);
    expect(rows.map(({ trackId }) => trackId)).toEqual([b, c]);
    expect(rows[0]).toMatchObject({ recordingKey: a, liked: true, lastHeardAtMs: 150 });
    expect(rows[0]?.feedback.map(({ kind }) => kind)).toEqual(["like", "skip"]);
    expect(rows[1]).toMatchObject({ recordingKey: null, liked: false });
    // Whoever reads a copy again is given the one that stands for it.
    expect((await storage.candidates.find(ME, [a])).map(({ trackId }) => trackId)).toEqual([b]);
  });
}
