/** What every database must do for the repositories; run on each kind by a test file of its own. */
import { describe, expect, test } from "vitest";
import type { TrackFeatures } from "../../src/contracts/tracks.ts";
import { LOCAL_USER_ID as ME } from "../../src/server/db/local-user.ts";
import type { TaggedFile } from "../../src/server/db/repositories/scanned-file-repository.ts";
import { TAGS_VERSION } from "../../src/sources/music-source.ts";
import type { Storage } from "../../src/server/db/storage.ts";

export interface ContractSubject {
  /** A fresh, empty storage; closed by the suite's file when the test ends. */
  open: () => Promise<Storage>;
}

const SOMEBODY_ELSE = 999;

export const FEATURES: TrackFeatures = {
  analyserVersion: 3,
  tempoBpm: 120.5,
  tonic: 9,
  mode: "minor",
  loudnessLufs: -14.2,
  dynamicRangeDb: 7.5,
  brightnessHz: 1800.25,
  onsetsPerSecond: 2.25,
  beatStrength: 0.45,
  keyStrength: 0.8,
  majorness: -0.15,
  chromaEntropy: 0.9,
  crestFactorDb: 12.5,
  rolloffHz: 3100.5,
  flatness: 0.02,
  fluxDb: 0.7,
  roughness: 0.11,
  danceability: 0.4,
  valence: 0.4,
  arousal: -0.2,
};

/** A file as a scan finds it. */
export function file(path: string, changes: Partial<TaggedFile> = {}): TaggedFile {
  return {
    path,
    sizeBytes: 5_000_000_000,
    modifiedAtMs: 1_700_000_000_123,
    title: path,
    artist: null,
    album: null,
    durationMs: 200_000,
    hasCover: false,
    mimeType: "audio/flac",
    ...changes,
  };
}

/** Stores one analysed track and gives its id. */
export async function addTrack(storage: Storage, tagged: TaggedFile, features: TrackFeatures | null = FEATURES) {
  const id = (await storage.files.storeTags(ME, [tagged], 1000)).get(tagged.path);
  if (id === undefined) throw new Error("no id came back");
  if (features) await storage.files.storeFeatures(ME, id, features, 2000);
  return id;
}

export function repositoryContract(name: string, { open }: ContractSubject): void {
  describe(`repositories on ${name}`, () => {
    describe("tracks", () => {
      tracksContract(open);
    });
    describe("scanned files", () => {
      filesContract(open);
    });
    describe("candidates", () => {
      candidatesContract(open);
    });
    describe("plays and feedback", () => {
      listeningContract(open);
    });
    describe("mood readings and settings", () => {
      readingsContract(open);
    });
    describe("scans", () => {
      scansContract(open);
    });
  });
}

function tracksContract(open: ContractSubject["open"]): void {
  test("a track comes back as it was stored, numbers to the last bit", async () => {
    const storage = await open();
    const id = await addTrack(storage, file("a/é😀.flac", { title: "Ünïcode 音楽", artist: "Björk", hasCover: true }));
    expect(await storage.tracks.find(ME, id)).toEqual({
      id,
      source: "local",
      title: "Ünïcode 音楽",
      artist: "Björk",
      album: null,
      genre: null,
      durationMs: 200_000,
      hasCover: true,
      liked: false,
      path: "a/é😀.flac",
      mimeType: "audio/flac",
      features: FEATURES,
      problem: null,
    });
    expect(await storage.tracks.findFile(ME, id)).toEqual({
      source: "local",
      path: "a/é😀.flac",
      mimeType: "audio/flac",
      sizeBytes: 5_000_000_000,
      modifiedAtMs: 1_700_000_000_123,
      hasCover: true,
    });
  });

  test("search finds parts of words in any field, whatever the case, accents or width", async () => {
    const storage = await open();
    await addTrack(storage, file("1", { title: "Hyperballad", artist: "Björk" }));
    await addTrack(storage, file("2", { title: "夜に駆ける", artist: "YOASOBI" }));
    await addTrack(storage, file("3", { title: "100% pure_love", album: "Ａｌｂｕｍ" }));
    const find = async (query: string) =>
      (await storage.tracks.list(ME, { query, limit: 10, offset: 0 })).tracks.map(({ path }) => path);
    expect(await find("bjork HYPER")).toEqual(["1"]);
    expect(await find("駆け")).toEqual(["2"]);
    expect(await find("album")).toEqual(["3"]);
    expect(await find("100% p")).toEqual(["3"]);
    expect(await find("pure_")).toEqual(["3"]);
    expect(await find("r%love")).toEqual([]);
    expect(await find("' OR 1=1 --")).toEqual([]);
    expect(await find("  ")).toHaveLength(3);
  });

  test("lists are ordered by artist, album and path, whatever the case; the unknown come last", async () => {
    const storage = await open();
    await addTrack(storage, file("1", { artist: null }));
    await addTrack(storage, file("2", { artist: "zoë" }));
    await addTrack(storage, file("3", { artist: "ÁRSTÍÐIR", album: "b" }));
    await addTrack(storage, file("4", { artist: "Árstíðir", album: "A" }));
    await addTrack(storage, file("5", { artist: "Zoe" }));
    const { tracks } = await storage.tracks.list(ME, { limit: 9, offset: 0 });
    expect(tracks.map(({ path }) => path)).toEqual(["4", "3", "2", "5", "1"]);
  });

  test("lists are paged and ordered by artist, album and path, and count all that match", async () => {
    const storage = await open();
    for (const path of ["c", "a", "b"]) await addTrack(storage, file(path, { artist: path === "c" ? "A" : "B" }));
    const first = await storage.tracks.list(ME, { limit: 2, offset: 0 });
    expect(first.tracks.map(({ path }) => path)).toEqual(["c", "a"]);
    expect(first.total).toBe(3);
    expect((await storage.tracks.list(ME, { limit: 2, offset: 2 })).tracks.map(({ path }) => path)).toEqual(["b"]);
  });

  test("removed tracks are not listed, counted or served, but an old playlist can still show them", async () => {
    const storage = await open();
    const id = await addTrack(storage, file("gone"));
    await addTrack(storage, file("there"), null);
    await storage.files.markRemoved(ME, [id], 5000);
    expect((await storage.tracks.list(ME, { limit: 9, offset: 0 })).total).toBe(1);
    expect(await storage.tracks.count(ME)).toEqual({ tracks: 1, playable: 0 });
    expect(await storage.tracks.findFile(ME, id)).toBeNull();
    expect(await storage.tracks.findMany(ME, [id])).toHaveLength(1);
  });

  test("a location is unique within its source alone; a scan of one source knows nothing of another", async () => {
    const storage = await open();
    const local = await addTrack(storage, file("1"));
    const ids = await storage.files.storeTags(ME, [file("1", { title: "elsewhere" })], 2000, "subsonic");
    const remote = ids.get("1") ?? 0;
    expect(remote).not.toBe(local);
    expect(await storage.tracks.find(ME, local)).toMatchObject({ source: "local", title: "1" });
    expect(await storage.tracks.find(ME, remote)).toMatchObject({ source: "subsonic", title: "elsewhere" });
    expect([...(await storage.files.known(ME)).values()].map(({ trackId }) => trackId)).toEqual([local]);
    expect([...(await storage.files.known(ME, "subsonic")).values()].map(({ trackId }) => trackId)).toEqual([remote]);
    const listed = await storage.tracks.list(ME, { source: "subsonic", limit: 9, offset: 0 });
    expect(listed).toMatchObject({ total: 1, tracks: [{ id: remote }] });
    expect((await storage.tracks.list(ME, { limit: 9, offset: 0 })).total).toBe(2);
  });

  test("a renamed file is the same track: its place changes, what is liked and measured stays, a flag goes", async () => {
    const storage = await open();
    const id = await addTrack(storage, file("old/name", { title: "Song", artist: "A" }));
    await storage.tracks.setLiked(ME, id, true);
    await storage.files.markRemoved(ME, [id], 5000);
    expect(await storage.files.tagsOf(ME, [id, id + 1])).toEqual(
      new Map([
        [
          id,
          {
            path: "old/name",
            title: "Song",
            artist: "A",
            album: null,
            durationMs: 200_000,
            checkedVersion: FEATURES.analyserVersion,
          },
        ],
      ]),
    );
    await storage.files.rename(ME, [{ ...file("new/name", { title: "Song", artist: "A" }), trackId: id }]);
    await storage.files.rename(2, [{ ...file("theirs"), trackId: id }]);
    expect(await storage.tracks.find(ME, id)).toMatchObject({ path: "new/name", liked: true, features: FEATURES });
    expect([...(await storage.files.known(ME)).keys()]).toEqual(["new/name"]);
    expect((await storage.tracks.list(ME, { limit: 9, offset: 0 })).total).toBe(1);
    expect(await storage.files.tagsOf(ME, [])).toEqual(new Map());
  });

  test("another user sees nothing", async () => {
    const storage = await open();
    const id = await addTrack(storage, file("mine"));
    expect(await storage.tracks.find(SOMEBODY_ELSE, id)).toBeNull();
    expect(await storage.tracks.findMany(SOMEBODY_ELSE, [id])).toEqual([]);
    expect((await storage.tracks.list(SOMEBODY_ELSE, { limit: 9, offset: 0 })).total).toBe(0);
    expect(await storage.candidates.page(SOMEBODY_ELSE, 0, 10)).toEqual([]);
    expect((await storage.files.known(SOMEBODY_ELSE)).size).toBe(0);
  });
}

function filesContract(open: ContractSubject["open"]): void {
  test("a changed file keeps its id and its like, and loses what was measured of it", async () => {
    const storage = await open();
    const id = await addTrack(storage, file("x", { title: "old" }));
    await storage.tracks.setLiked(ME, id, true);
    const ids = await storage.files.storeTags(ME, [file("x", { title: "new", sizeBytes: 1 })], 3000);
    expect(ids.get("x")).toBe(id);
    expect(await storage.tracks.find(ME, id)).toMatchObject({ title: "new", liked: true, features: null });
    expect((await storage.files.known(ME)).get("x")).toEqual({
      trackId: id,
      sizeBytes: 1,
      modifiedAtMs: 1_700_000_000_123,
      checkedVersion: null,
      tagsVersion: TAGS_VERSION,
      removed: false,
    });
  });

  test("features set the version checked and clear the problem; a problem keeps its own", async () => {
    const storage = await open();
    const id = await addTrack(storage, file("x"), null);
    const problem = { trackId: id, code: "audio.truncated", message: "cut short", checkedVersion: 3 };
    await storage.files.storeProblem(ME, problem);
    expect((await storage.tracks.find(ME, id))?.problem).toEqual({ code: "audio.truncated", message: "cut short" });
    expect((await storage.files.known(ME)).get("x")?.checkedVersion).toBe(3);
    await storage.files.storeFeatures(ME, id, { ...FEATURES, analyserVersion: 4 }, 1);
    expect((await storage.tracks.find(ME, id))?.problem).toBeNull();
    expect((await storage.files.known(ME)).get("x")?.checkedVersion).toBe(4);
    await storage.files.storeFeatures(ME, id, { ...FEATURES, analyserVersion: 5, tempoBpm: null }, 2);
    expect((await storage.tracks.find(ME, id))?.features).toMatchObject({ analyserVersion: 5, tempoBpm: null });
  });

  test("a flag for removal comes and goes, for more tracks than one statement takes", async () => {
    const storage = await open();
    const paths = Array.from({ length: 1203 }, (_, index) => `t${index}`);
    const ids = await storage.inTransaction(async ({ files }) => {
      const all: number[] = [];
      for (let start = 0; start < paths.length; start += 100) {
        const stored = await files.storeTags(
          ME,
          paths.slice(start, start + 100).map((path) => file(path)),
          1,
        );
        all.push(...stored.values());
      }
      return all;
    });
    await storage.files.markRemoved(ME, ids, 9);
    expect((await storage.tracks.count(ME)).tracks).toBe(0);
    await storage.files.restore(ME, ids);
    expect((await storage.tracks.count(ME)).tracks).toBe(1203);
  });

  test("NUL characters in tags are dropped", async () => {
    const storage = await open();
    const id = await addTrack(storage, file("x", { title: "a\0b", artist: "\0" }));
    expect(await storage.tracks.find(ME, id)).toMatchObject({ title: "ab", artist: "" });
  });
}

function candidatesContract(open: ContractSubject["open"]): void {
  test("pages go through all analysed tracks once, with the last hearing and everything said", async () => {
    const storage = await open();
    const ids: number[] = [];
    for (let index = 0; index < 5; index += 1) ids.push(await addTrack(storage, file(`t${index}`, { artist: "A" })));
    const [first = 0, second = 0, third = 0] = ids;
    await addTrack(storage, file("not analysed"), null);
    await storage.files.markRemoved(ME, [third], 1);
    await storage.plays.insert(ME, { trackId: first, playlistId: null, startedAtMs: 100, playedMs: 50, end: null });
    await storage.plays.insert(ME, { trackId: first, playlistId: null, startedAtMs: 120, playedMs: 10, end: null });
    const target = { valence: 0.1, arousal: 0.2 };
    const said = { trackId: second, playlistId: null } as const;
    await storage.feedback.insert(ME, { ...said, kind: "wrong-mood", givenAtMs: 20, target });
    await storage.feedback.insert(ME, { ...said, kind: "like", givenAtMs: 10, target: null });

    const pageOne = await storage.candidates.page(ME, 0, 2);
    const pageTwo = await storage.candidates.page(ME, pageOne.at(-1)?.trackId ?? 0, 10);
    expect([...pageOne, ...pageTwo].map(({ trackId }) => trackId)).toEqual(ids.filter((id) => id !== third));
    expect(pageOne[0]).toEqual({
      trackId: first,
      artist: "A",
      valence: 0.4,
      arousal: -0.2,
      tempoBpm: 120.5,
      mode: "minor",
      liked: false,
      loudnessLufs: -14.2,
      brightnessHz: 1800.25,
      onsetsPerSecond: 2.25,
      dynamicRangeDb: 7.5,
      beatStrength: 0.45,
      tonic: 9,
      album: null,
      durationMs: 200_000,
      madeFor: null,
      recordingKey: null,
      lastHeardAtMs: 150,
      feedback: [],
    });
    expect(pageOne[1]?.lastHeardAtMs).toBeNull();
    expect(pageOne[1]?.feedback).toEqual([
      { kind: "like", givenAtMs: 10, target: null },
      { kind: "wrong-mood", givenAtMs: 20, target },
    ]);
    expect((await storage.candidates.find(ME, [second, third, 4711])).map(({ trackId }) => trackId)).toEqual([second]);
  });
}

function listeningContract(open: ContractSubject["open"]): void {
  test("a play takes its length and its end; a later report without an end keeps the end", async () => {
    const storage = await open();
    const trackId = await addTrack(storage, file("a"));
    const play = await storage.plays.insert(ME, { trackId, playlistId: null, startedAtMs: 5, playedMs: 0, end: null });
    expect(await storage.plays.update(ME, play.id, { playedMs: 10, end: "skipped" })).toMatchObject({ end: "skipped" });
    expect(await storage.plays.update(ME, play.id, { playedMs: 12, end: null })).toEqual({
      ...play,
      playedMs: 12,
      end: "skipped",
    });
    expect(await storage.plays.update(ME, play.id + 1, { playedMs: 1, end: null })).toBeNull();
    expect(await storage.plays.update(SOMEBODY_ELSE, play.id, { playedMs: 1, end: null })).toBeNull();
  });

  test("what names no track is refused", async () => {
    const storage = await open();
    const play = { trackId: 4711, playlistId: null, startedAtMs: 5, playedMs: 0, end: null };
    await expect(storage.plays.insert(ME, play)).rejects.toMatchObject({ code: "storage.constraint" });
  });
}

function readingsContract(open: ContractSubject["open"]): void {
  test("readings come newest first, by page", async () => {
    const storage = await open();
    const reading = { source: "camera" as const, emotion: null, valence: -0.25, arousal: 1, confidence: 0.5 };
    for (const readAtMs of [10, 30, 20]) await storage.moodReadings.insert(ME, { ...reading, faceCount: 2, readAtMs });
    const { readings, total } = await storage.moodReadings.list(ME, { limit: 2, offset: 0 });
    expect(total).toBe(3);
    expect(readings.map(({ readAtMs }) => readAtMs)).toEqual([30, 20]);
    expect(readings[0]).toMatchObject({ ...reading, faceCount: 2 });
  });

  test("a setting is set and set again", async () => {
    const storage = await open();
    expect(await storage.settings.get(ME, "music-folder")).toBeNull();
    await storage.settings.set(ME, "music-folder", "/a");
    await storage.settings.set(ME, "music-folder", "/b");
    expect(await storage.settings.get(ME, "music-folder")).toBe("/b");
    expect(await storage.settings.get(SOMEBODY_ELSE, "music-folder")).toBeNull();
  });
}

function scansContract(open: ContractSubject["open"]): void {
  test("a scan is open until it ends, and the latest is known", async () => {
    const storage = await open();
    expect(await storage.scans.latest(ME)).toBeNull();
    const scan = await storage.scans.insert(ME, { folder: "/m", startedAtMs: 1, ownerPid: 77 });
    expect(await storage.scans.open(ME)).toEqual([{ scan, ownerPid: 77, heartbeatAtMs: 1 }]);
    const counts = { total: 9, done: 5, analysed: 3, unchanged: 1, removed: 0, failed: 1 };
    await storage.scans.update(scan.id, { ...scan, ...counts, state: "running" }, 2);
    expect((await storage.scans.open(ME))[0]).toMatchObject({ heartbeatAtMs: 2, scan: counts });
    const problem = { code: "folder.vanished", message: "gone" };
    await storage.scans.update(scan.id, { ...scan, ...counts, state: "failed", finishedAtMs: 3, problem }, 3);
    expect(await storage.scans.open(ME)).toEqual([]);
    const second = await storage.scans.insert(ME, { folder: "/m", startedAtMs: 4, ownerPid: 78 });
    expect(await storage.scans.latest(ME)).toEqual(second);
  });
}
