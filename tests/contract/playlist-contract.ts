/** What every database must do with playlists: keep their way, change them on their version alone, list, delete and forget them. */
import { describe, expect, test } from "vitest";
import { planHold, planMatch, planShift } from "../../src/core/affect/journey.ts";
import { LOCAL_USER_ID as ME } from "../../src/server/db/local-user.ts";
import type { NewStoredPlaylist, PlaylistChanges } from "../../src/server/db/repositories/playlist-repository.ts";
import type { Storage } from "../../src/server/db/storage.ts";
import { addTrack, file, type ContractSubject } from "./repository-contract.ts";

const SOMEBODY_ELSE = 999;
const HAPPY = { valence: 0.8, arousal: 0.4 };

function entryOf(trackId: number, waypoint = 0) {
  return { trackId, distance: waypoint / 8, reason: "because", waypoint };
}

function listOf(trackIds: readonly number[], changes: Partial<NewStoredPlaylist> = {}): NewStoredPlaylist {
  return {
    createdAtMs: 7,
    mood: "happy",
    target: HAPPY,
    journey: planMatch(HAPPY),
    name: null,
    note: null,
    entries: trackIds.map((trackId) => entryOf(trackId)),
    ...changes,
  };
}

function keep(storage: Storage, list: NewStoredPlaylist): Promise<number> {
  return storage.inTransaction(({ playlists }) => playlists.insert(ME, list));
}

export function playlistContract(database: string, { open }: ContractSubject): void {
  describe(`playlists on ${database}`, () => {
    test("a playlist keeps its order, its reasons and its mood", async () => {
      const storage = await open();
      const ids = [await addTrack(storage, file("a")), await addTrack(storage, file("b"))].toReversed();
      const list = listOf(ids, { note: "few" });
      const id = await keep(storage, list);
      const facts = { version: 1, changedAtMs: 7, emotion: "happy", standing: false };
      expect(await storage.playlists.find(ME, id)).toEqual({ id, ...facts, ...list });
      expect(await storage.playlists.findTarget(ME, id, ids[0]!)).toEqual(HAPPY);
      expect(await storage.playlists.find(SOMEBODY_ELSE, id)).toBeNull();
      expect(await storage.playlists.find(ME, id + 1)).toBeNull();
      expect(await storage.playlists.findTarget(ME, id + 1, ids[0]!)).toBeUndefined();
    });

    test("an empty playlist is kept, too, and a mood that no face shows has no class", async () => {
      const storage = await open();
      const list = listOf([], { mood: "calm", journey: planHold({ valence: 0.45, arousal: -0.6 }, 0.2) });
      const id = await keep(storage, list);
      expect(await storage.playlists.find(ME, id)).toMatchObject({ ...list, emotion: null });
    });

    test("of a list that moves, a track plays for the waypoint that it was chosen for; of one's own list for none", async () => {
      const storage = await open();
      const ids: number[] = [];
      for (const path of ["a", "b", "c"]) ids.push(await addTrack(storage, file(path)));
      const journey = planShift(HAPPY, { valence: 0, arousal: 0 });
      const entries = [entryOf(ids[0]!), entryOf(ids[1]!, 3), { ...entryOf(ids[2]!), waypoint: null, distance: null }];
      const id = await keep(storage, listOf([], { journey, entries }));
      expect((await storage.playlists.find(ME, id))?.entries).toEqual(entries);
      expect((await storage.playlists.find(ME, id))?.journey).toEqual(journey);
      expect(await storage.playlists.findTarget(ME, id, ids[1]!)).toEqual(journey.path[3]);
      expect(await storage.playlists.findTarget(ME, id, ids[2]!)).toEqual(HAPPY);
      const own = await keep(storage, listOf(ids, { mood: null, journey: null, name: "Mine" }));
      expect(await storage.playlists.findTarget(ME, own, ids[0]!)).toBeNull();
      expect((await storage.playlists.find(ME, own))?.journey).toBeNull();
    });

    test("a change counts only on the version that it was made on, and is whole or not at all", async () => {
      const storage = await open();
      const ids = [await addTrack(storage, file("a")), await addTrack(storage, file("b"))];
      const id = await keep(storage, listOf(ids));
      const change = (version: number, changes: PlaylistChanges, user = ME) =>
        storage.inTransaction(({ playlists }) => playlists.change(user, id, version, changes));
      expect(await change(2, { changedAtMs: 9, name: "Lost", entries: [] })).toBe(false);
      expect(await change(1, { changedAtMs: 9, name: "Lost" }, SOMEBODY_ELSE)).toBe(false);
      expect(await storage.playlists.find(ME, id)).toMatchObject({ version: 1, name: null, changedAtMs: 7 });
      expect(await change(1, { changedAtMs: 9, name: "Évening", entries: [entryOf(ids[1]!), entryOf(ids[1]!)] })).toBe(
        true,
      );
      expect(await storage.playlists.find(ME, id)).toMatchObject({ version: 2, name: "Évening", changedAtMs: 9 });
      expect((await storage.playlists.find(ME, id))?.entries.map(({ trackId }) => trackId)).toEqual([ids[1], ids[1]]);
      expect(await change(2, { changedAtMs: 10, name: "Night" })).toBe(true);
      expect((await storage.playlists.find(ME, id))?.entries).toHaveLength(2);
      // Renewed in place, it is another version too.
      await storage.inTransaction(({ playlists }) => playlists.replace(ME, id, listOf(ids)));
      expect(await storage.playlists.find(ME, id)).toMatchObject({ version: 4, name: null });
    });

    test("of two changes to one version at the same moment one counts", async () => {
      const storage = await open();
      const id = await keep(storage, listOf([]));
      const rename = (name: string) =>
        storage.inTransaction(({ playlists }) => playlists.change(ME, id, 1, { changedAtMs: 9, name }));
      const outcomes = await Promise.all(["a", "b", "c", "d"].map(rename));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect((await storage.playlists.find(ME, id))?.version).toBe(2);
    });

    test("saved lists come by name, all lists newest first, each page with what they hold", async () => {
      const storage = await open();
      const known = await addTrack(storage, file("a", { durationMs: 60_000 }));
      const unknown = await addTrack(storage, file("b", { durationMs: null }));
      await keep(storage, listOf([known], { createdAtMs: 3, name: "zebra" }));
      await keep(storage, listOf([known, unknown, known], { createdAtMs: 2, name: "Äpfel" }));
      await keep(storage, listOf([], { createdAtMs: 9 }));
      const saved = await storage.playlists.list(ME, { which: "saved", limit: 10, offset: 0 });
      expect(saved.total).toBe(2);
      expect(saved.playlists.map(({ name, tracks, durationMs }) => [name, tracks, durationMs])).toEqual([
        ["Äpfel", 3, 120_000],
        ["zebra", 1, 60_000],
      ]);
      const all = await storage.playlists.list(ME, { which: "all", limit: 2, offset: 1 });
      expect(all.total).toBe(3);
      expect(all.playlists.map(({ createdAtMs }) => createdAtMs)).toEqual([3, 2]);
      expect(await storage.playlists.list(SOMEBODY_ELSE, { which: "all", limit: 2, offset: 0 })).toEqual({
        playlists: [],
        total: 0,
      });
    });

    test("what was not kept is forgotten, never what is saved, stands, or is named by a play or by feedback", async () => {
      const storage = await open();
      const trackId = await addTrack(storage, file("a"));
      const old = { createdAtMs: 10 };
      const forgotten = [await keep(storage, listOf([trackId], old)), await keep(storage, listOf([], old))];
      const saved = await keep(storage, listOf([], { ...old, name: "Saved" }));
      const standing = await keep(storage, listOf([], old));
      const played = await keep(storage, listOf([trackId], old));
      const spoken = await keep(storage, listOf([trackId], old));
      const young = await keep(storage, listOf([], { createdAtMs: 20 }));
      const made = { target: HAPPY, cause: "first" as const, renewedAtMs: 10 };
      await storage.standingPlaylists.set(ME, { mood: "happy", playlistId: standing, ...made });
      await storage.plays.insert(ME, { trackId, playlistId: played, startedAtMs: 11, playedMs: 0, end: null });
      const said = { trackId, playlistId: spoken, kind: "like" as const, givenAtMs: 12, target: null };
      await storage.feedback.insert(ME, said);
      expect(await storage.playlists.prune(SOMEBODY_ELSE, 20, 10)).toBe(0);
      expect(await storage.playlists.prune(ME, 20, 1)).toBe(1);
      expect(await storage.playlists.prune(ME, 20, 10)).toBe(1);
      for (const id of forgotten) expect(await storage.playlists.find(ME, id)).toBeNull();
      for (const id of [saved, standing, played, spoken, young]) {
        expect(await storage.playlists.find(ME, id)).toMatchObject({ id, standing: id === standing });
      }
      expect(await storage.tracks.find(ME, trackId)).not.toBeNull();
    });

    test("a deleted list is gone with its entries; its tracks and what was heard stay", async () => {
      const storage = await open();
      const trackId = await addTrack(storage, file("a"));
      const id = await keep(storage, listOf([trackId], { name: "Saved" }));
      await storage.plays.insert(ME, { trackId, playlistId: id, startedAtMs: 11, playedMs: 0, end: null });
      expect(await storage.playlists.remove(SOMEBODY_ELSE, id)).toBe(false);
      expect(await storage.playlists.remove(ME, id)).toBe(true);
      expect(await storage.playlists.remove(ME, id)).toBe(false);
      expect(await storage.tracks.find(ME, trackId)).not.toBeNull();
    });

    test("thousands of tracks fit in one list", async () => {
      const storage = await open();
      const trackId = await addTrack(storage, file("a"));
      const id = await keep(storage, listOf(Array.from({ length: 5_000 }, () => trackId)));
      expect((await storage.playlists.find(ME, id))?.entries).toHaveLength(5_000);
    });
  });
}
