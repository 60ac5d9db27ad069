/** What every database must do for imports and exports; run on each kind by a test file of its own. */
import { describe, expect, test } from "vitest";
import { LOCAL_USER_ID as ME } from "../../src/server/db/local-user.ts";
import type { Storage } from "../../src/server/db/storage.ts";
import type { ContractSubject } from "./repository-contract.ts";

const SOMEBODY_ELSE = 999;

async function addTracks(storage: Storage, ...names: [artist: string | null, title: string, path: string][]) {
  const files = names.map(([artist, title, path]) => ({
    path,
    sizeBytes: 1,
    modifiedAtMs: 1,
    title,
    artist,
    album: "Album",
    genre: null,
    durationMs: 200_000,
    hasCover: false,
    mimeType: "audio/flac",
  }));
  const ids = await storage.files.storeTags(ME, files, 1000);
  return names.map(([, , path]) => ids.get(path)!);
}

async function addPlaylist(storage: Storage): Promise<number> {
  const target = { valence: 0, arousal: 0 };
  const list = { createdAtMs: 1, mood: null, target, journey: null, name: null, note: null, entries: [] };
  return await storage.inTransaction(({ playlists }) => playlists.insert(ME, list));
}

export function exchangeRepositoryContract(name: string, { open }: ContractSubject): void {
  describe(`imports and exports on ${name}`, () => {
    test("tracks are found by where they lie and by who plays them, one listener's alone", async () => {
      const storage = await open();
      const [joga, bachelorette, other] = await addTracks(
        storage,
        ["Björk", "Jóga", "b/joga.flac"],
        ["björk", "Bachelorette", "b/100%_\\.flac"],
        ["Björk Trio", "Jóga", "trio.flac"],
      );
      const idsOf = (tracks: { trackId: number }[]) => tracks.map(({ trackId }) => trackId).sort((a, b) => a - b);
      const { songMatches } = storage;
      expect(idsOf(await songMatches.byArtist(ME, "bjork"))).toEqual([joga, bachelorette]);
      expect(await songMatches.byArtist(ME, "bj")).toEqual([]);
      expect(await songMatches.byArtist(SOMEBODY_ELSE, "bjork")).toEqual([]);
      const paths = ["trio.flac", "b/100%_\\.flac", "nowhere.flac", ...Array.from({ length: 1200 }, (_, i) => `x${i}`)];
      expect(idsOf(await songMatches.byPaths(ME, paths))).toEqual([bachelorette, other]);
      await storage.files.markRemoved(ME, [other!], 5);
      expect(idsOf(await songMatches.byPaths(ME, paths))).toEqual([bachelorette]);
      expect(await songMatches.byPaths(ME, [])).toEqual([]);
    });

    test("an imported listen is kept once, beside the app's own", async () => {
      const storage = await open();
      const [one = 0, two = 0] = await addTracks(storage, ["A", "One", "1"], ["A", "Two", "2"]);
      const play = { trackId: one, playlistId: null, startedAtMs: 5_000_000_000_000, playedMs: 7, end: null };
      await storage.plays.insert(ME, play);
      await storage.plays.insert(ME, play);
      const listen = (trackId: number, startedAtMs: number) => ({ trackId, startedAtMs, playedMs: 200_000 });
      const { imports } = storage;
      expect(await imports.insertListens(ME, "lastfm", [listen(one, 10), listen(one, 20), listen(two, 10)])).toBe(3);
      expect(await imports.insertListens(ME, "listenbrainz", [listen(one, 10), listen(two, 30)])).toBe(1);
      expect(await imports.listenTimes(ME, [one, two])).toEqual(
        new Map([
          [one, [10, 20, 5_000_000_000_000, 5_000_000_000_000]],
          [two, [10, 30]],
        ]),
      );
      expect(await imports.listenTimes(ME, [])).toEqual(new Map());
      expect(await imports.listenTimes(SOMEBODY_ELSE, [one])).toEqual(new Map([[one, []]]));
    });

    test("listens and tracks are read back in pages", async () => {
      const storage = await open();
      const [one = 0, two = 0, gone = 0] = await addTracks(
        storage,
        ["A", "One", "1"],
        [null, "Two", "2"],
        ["B", "3", "3"],
      );
      await storage.files.markRemoved(ME, [gone], 5);
      const { exports, imports } = storage;
      await imports.insertListens(ME, "lastfm", [
        { trackId: one, startedAtMs: 30, playedMs: 5 },
        { trackId: gone, startedAtMs: 20, playedMs: 5 },
      ]);
      expect(await exports.trackIds(ME, 0, 10)).toEqual([one, two]);
      expect(await exports.trackIds(ME, one, 10)).toEqual([two]);
      expect(await exports.trackIds(SOMEBODY_ELSE, 0, 10)).toEqual([]);
      const [first] = await exports.listens(ME, 0, 1);
      expect(first).toMatchObject({ artist: "A", title: "One", startedAtMs: 30, end: null, origin: "lastfm" });
      // What was heard stays heard, although the file is gone.
      expect(await exports.listens(ME, first!.playId, 10)).toMatchObject([{ artist: "B", startedAtMs: 20 }]);
      expect(await exports.listens(SOMEBODY_ELSE, 0, 10)).toEqual([]);
    });

    test("likes among tracks, and what a playlist lacks, in order, until it is found", async () => {
      const storage = await open();
      const [one = 0, two = 0] = await addTracks(storage, ["A", "One", "1"], ["A", "Two", "2"]);
      await storage.tracks.setLiked(ME, two, true);
      expect(await storage.imports.likedAmong(ME, [one, two])).toEqual(new Set([two]));
      const playlistId = await addPlaylist(storage);
      const missing = (position: number) => {
        const names = { artist: "X", title: `Song ${position}`, album: null, location: null };
        return { position, ...names, durationMs: 5_000_000_000 };
      };
      const put = (...positions: number[]) =>
        storage.inTransaction(({ imports }) => imports.replaceMissing(ME, playlistId, positions.map(missing)));
      await put(7, 0, 3);
      expect(await storage.imports.missing(ME, playlistId)).toEqual([missing(0), missing(3), missing(7)]);
      expect(await storage.imports.missing(SOMEBODY_ELSE, playlistId)).toEqual([]);
      await put(3);
      expect(await storage.imports.missing(ME, playlistId)).toEqual([missing(3)]);
      await put();
      expect(await storage.imports.missing(ME, playlistId)).toEqual([]);
    });
  });
}
