/** What every database must do for composed pieces, standing playlists and claims; run beside the other repositories. */
import { describe, expect, test } from "vitest";
import type { Emotion } from "../../src/core/affect/emotion.ts";
import { smallPiece } from "../../src/core/composition/fixtures/small-piece.ts";
import { planMatch } from "../../src/core/affect/journey.ts";
import { LOCAL_USER_ID as ME } from "../../src/server/db/local-user.ts";
import type { PieceOrigin } from "../../src/contracts/pieces.ts";
import type { Storage } from "../../src/server/db/storage.ts";
import { pieceFeatures } from "../../src/sources/composed/piece-features.ts";
import { writeScore } from "../../src/sources/composed/score.ts";
import type { ContractSubject } from "./repository-contract.ts";

const SOMEBODY_ELSE = 999;

interface Wish {
  location?: string;
  emotion?: Emotion;
  origin?: PieceOrigin;
  title?: string;
  nowMs?: number;
}

async function keep(storage: Storage, wish: Wish = {}): Promise<number> {
  const { location = "one", emotion = "happy", origin = "listener", title = "A piece", nowMs = 1000 } = wish;
  const piece = smallPiece(emotion);
  const track = {
    path: location,
    sizeBytes: 1,
    modifiedAtMs: nowMs,
    title,
    artist: null,
    album: "Composed by MoodSync",
    durationMs: 4000,
    hasCover: true,
    mimeType: "audio/wav",
  };
  return await storage.inTransaction(async ({ pieces, files }) => {
    const id = await pieces.insert(ME, { track, piece, score: writeScore(piece), origin }, nowMs);
    await files.storeFeatures(ME, id, pieceFeatures(piece), nowMs);
    return id;
  });
}

export function composingContract(name: string, { open }: ContractSubject): void {
  describe(`composing on ${name}`, () => {
    test("a piece is a track with features of which the sound's own are open, and comes back with its notes", async () => {
      const storage = await open();
      const id = await keep(storage);
      expect(await storage.tracks.find(ME, id)).toMatchObject({
        source: "composed",
        title: "A piece",
        features: { tempoBpm: 120, valence: 0.8, brightnessHz: null, dynamicRangeDb: null },
      });
      expect(await storage.pieces.find(ME, id)).toEqual({
        location: "one",
        title: "A piece",
        keptAtMs: 1000,
        score: writeScore(smallPiece()),
        summary: {
          id,
          name: "A piece",
          origin: "listener",
          emotion: "happy",
          valence: 0.8,
          arousal: 0.4,
          seed: 1,
          bars: 2,
          notes: 10,
          durationMs: 4000,
          createdAtMs: 1000,
          liked: false,
        },
      });
      expect(await storage.pieces.find(SOMEBODY_ELSE, id)).toBeNull();
      expect((await storage.candidates.find(ME, [id])).map(({ trackId }) => trackId)).toEqual([id]);
      expect((await storage.files.known(ME)).size).toBe(0);
    });

    test("a location takes one piece ever, also after its removal", async () => {
      const storage = await open();
      const id = await keep(storage);
      await expect(keep(storage)).rejects.toMatchObject({ code: "storage.constraint" });
      expect(await storage.pieces.remove(ME, [id, 4711], 2000)).toEqual(["one"]);
      await expect(keep(storage)).rejects.toMatchObject({ code: "storage.constraint" });
      expect(await storage.pieces.locationsLike(ME, "on")).toEqual(new Set(["one"]));
      expect(await storage.pieces.locationsLike(ME, "onf")).toEqual(new Set());
    });

    test("a removed piece is gone but for its history", async () => {
      const storage = await open();
      const id = await keep(storage);
      await storage.plays.insert(ME, { trackId: id, playlistId: null, startedAtMs: 1, playedMs: 1, end: null });
      await storage.pieces.remove(ME, [id], 2000);
      expect(await storage.pieces.find(ME, id)).toBeNull();
      expect(await storage.pieces.findScore(ME, "one")).toBeNull();
      expect((await storage.pieces.list(ME, { limit: 9, offset: 0 })).total).toBe(0);
      expect((await storage.tracks.list(ME, { limit: 9, offset: 0 })).total).toBe(0);
      expect(await storage.tracks.findMany(ME, [id])).toHaveLength(1);
      expect(await storage.pieces.remove(ME, [id], 3000)).toEqual([]);
      expect(await storage.pieces.remove(ME, [], 3000)).toEqual([]);
    });

    test("lists come newest first, by page and by origin", async () => {
      const storage = await open();
      const first = await keep(storage, { location: "a", nowMs: 10 });
      const second = await keep(storage, { location: "b", nowMs: 20, origin: "starter" });
      const third = await keep(storage, { location: "c", nowMs: 20 });
      const ids = async (query: { limit: number; offset: number; origin?: PieceOrigin }) => {
        const { pieces, total } = await storage.pieces.list(ME, query);
        return { ids: pieces.map(({ id }) => id), total };
      };
      expect(await ids({ limit: 2, offset: 0 })).toEqual({ ids: [third, second], total: 3 });
      expect(await ids({ limit: 2, offset: 2 })).toEqual({ ids: [first], total: 3 });
      expect(await ids({ limit: 9, offset: 0, origin: "starter" })).toEqual({ ids: [second], total: 1 });
      const scores = await storage.pieces.scoresAfter(ME, "a", 9);
      expect(scores.map(({ location }) => location)).toEqual(["b", "c"]);
    });

    test("a new name is found by search and shown in lists", async () => {
      const storage = await open();
      const id = await keep(storage);
      await storage.pieces.rename(ME, id, "Späte Stunde");
      expect((await storage.tracks.list(ME, { query: "spate", limit: 9, offset: 0 })).tracks[0]?.title).toBe(
        "Späte Stunde",
      );
      expect((await storage.pieces.find(ME, id))?.summary.name).toBe("Späte Stunde");
    });

    test("unasked are those of the origins named that nobody liked, oldest first", async () => {
      const storage = await open();
      const old = await keep(storage, { location: "a", origin: "starter", nowMs: 10 });
      const liked = await keep(storage, { location: "b", origin: "starter", nowMs: 20 });
      const own = await keep(storage, { location: "c", nowMs: 30 });
      const sad = await keep(storage, { location: "d", origin: "renewal", emotion: "sad", nowMs: 5 });
      await storage.tracks.setLiked(ME, liked, true);
      expect(await storage.pieces.unasked(ME, ["starter", "renewal"])).toEqual([sad, old]);
      expect(await storage.pieces.unasked(ME, ["starter", "renewal"], { emotion: "happy" })).toEqual([old]);
      expect(await storage.pieces.unasked(ME, ["starter", "renewal"], { locationPrefix: "d" })).toEqual([sad]);
      expect(await storage.pieces.unasked(ME, ["starter", "renewal"], { locationPrefix: "e" })).toEqual([]);
      expect(await storage.pieces.emotions(ME, [old, own, sad, 4711])).toEqual(
        new Map([
          [old, "happy"],
          [own, "happy"],
          [sad, "sad"],
        ]),
      );
      expect(await storage.pieces.emotions(ME, [])).toEqual(new Map());
    });

    test("a standing playlist is set and set again; it counts the tracks that can be played", async () => {
      const storage = await open();
      const there = await keep(storage, { location: "a" });
      const gone = await keep(storage, { location: "b" });
      const target = { valence: 0.7, arousal: 0.3 };
      const entries = [there, gone].map((trackId) => ({ trackId, distance: 0.1, reason: "near", waypoint: 0 }));
      const made = { mood: "happy" as const, target, journey: planMatch(target), name: null, note: null };
      const playlist = { createdAtMs: 5, ...made, entries };
      const playlistId = await storage.playlists.insert(ME, playlist);
      const standing = { mood: "happy" as const, playlistId, target, cause: "first" as const, renewedAtMs: 5 };
      await storage.standingPlaylists.set(ME, standing);
      await storage.pieces.remove(ME, [gone], 6);
      expect(await storage.standingPlaylists.all(ME)).toEqual([{ ...standing, tracks: 1 }]);
      await storage.standingPlaylists.set(ME, { ...standing, cause: "drift", renewedAtMs: 9 });
      expect(await storage.standingPlaylists.all(ME)).toEqual([
        { ...standing, cause: "drift", renewedAtMs: 9, tracks: 1 },
      ]);
      expect(await storage.standingPlaylists.all(SOMEBODY_ELSE)).toEqual([]);

      const replaced = { ...playlist, createdAtMs: 8, entries: entries.slice(1) };
      expect(await storage.playlists.replace(ME, playlistId, replaced)).toBe(true);
      expect(await storage.playlists.find(ME, playlistId)).toMatchObject({
        id: playlistId,
        standing: true,
        ...replaced,
      });
      expect(await storage.playlists.replace(SOMEBODY_ELSE, playlistId, playlist)).toBe(false);
      expect(await storage.playlists.replace(ME, playlistId + 1, playlist)).toBe(false);
    });

    test("where a mood that no face shows was chosen lately is a mean of the points near it that name no mood", async () => {
      const storage = await open();
      const chosen = { source: "pad" as const, emotion: null, confidence: 1, faceCount: 0, readAtMs: 200 };
      const readings = [
        { ...chosen, valence: 0.5, arousal: -0.6 },
        { ...chosen, valence: 0.3, arousal: -0.5 },
        { ...chosen, valence: 0.45, arousal: -0.3 },
        { ...chosen, valence: 0.5, arousal: -0.6, readAtMs: 99 },
        { ...chosen, valence: 0.5, arousal: -0.6, emotion: "sad" as const },
        { ...chosen, valence: 0.5, arousal: -0.6, source: "camera" as const },
      ];
      for (const each of readings) await storage.moodReadings.insert(ME, each);
      const near = { valence: 0.45, arousal: -0.6 };
      const { count, point } = await storage.moodReadings.meanPointNear(ME, near, 0.25, 100);
      expect(count).toBe(2);
      expect(point.valence).toBeCloseTo(0.4, 9);
      expect(point.arousal).toBeCloseTo(-0.55, 9);
      expect((await storage.moodReadings.meanPointNear(SOMEBODY_ELSE, near, 0.25, 100)).count).toBe(0);
    });

    test("where a mood was read lately is a mean of the readings that say where, of that mood and no older", async () => {
      const storage = await open();
      const reading = { emotion: "happy" as const, confidence: 1, faceCount: 1 };
      const readings = [
        { ...reading, source: "camera" as const, valence: 0.4, arousal: 0.2, readAtMs: 100 },
        { ...reading, source: "photo" as const, valence: 0.6, arousal: 0, readAtMs: 200 },
        { ...reading, source: "button" as const, valence: 0.8, arousal: 0.4, readAtMs: 200 },
        { ...reading, source: "camera" as const, valence: -1, arousal: -1, readAtMs: 99 },
        { ...reading, emotion: "sad" as const, source: "camera" as const, valence: -1, arousal: -1, readAtMs: 200 },
      ];
      for (const each of readings) await storage.moodReadings.insert(ME, each);
      const { count, point } = await storage.moodReadings.meanPoint(ME, "happy", 100);
      expect(count).toBe(2);
      expect(point.valence).toBeCloseTo(0.5, 9);
      expect(point.arousal).toBeCloseTo(0.1, 9);
      expect((await storage.moodReadings.meanPoint(ME, "fear", 0)).count).toBe(0);
    });

    test("a claim is given to one, renewed and given back by its owner alone", async () => {
      const { leases } = await open();
      const terms = { lostAfterMs: 50 };
      expect(await leases.find(ME, "work")).toBeNull();
      expect(await leases.claim(ME, "work", { owner: "a", heartbeatAtMs: 1000 }, terms)).toBe(true);
      expect(await leases.claim(ME, "work", { owner: "b", heartbeatAtMs: 1010 }, terms)).toBe(false);
      expect(await leases.claim(ME, "other work", { owner: "b", heartbeatAtMs: 1010 }, terms)).toBe(true);
      expect(await leases.renew(ME, "work", { owner: "b", heartbeatAtMs: 1020 })).toBe(false);
      expect(await leases.renew(ME, "work", { owner: "a", heartbeatAtMs: 1020 })).toBe(true);
      await leases.drop(ME, "work", "b");
      expect(await leases.find(ME, "work")).toEqual({ owner: "a", heartbeatAtMs: 1020 });
      await leases.drop(ME, "work", "a");
      expect(await leases.find(ME, "work")).toBeNull();
    });

    test("a claim without a sign of life is taken, and so is one from a future that a clock set back has left", async () => {
      const { leases } = await open();
      const terms = { lostAfterMs: 50 };
      await leases.claim(ME, "work", { owner: "a", heartbeatAtMs: 1000 }, terms);
      expect(await leases.claim(ME, "work", { owner: "b", heartbeatAtMs: 1049 }, terms)).toBe(false);
      expect(await leases.claim(ME, "work", { owner: "b", heartbeatAtMs: 1050 }, terms)).toBe(true);
      expect(await leases.renew(ME, "work", { owner: "a", heartbeatAtMs: 1051 })).toBe(false);
      expect(await leases.claim(ME, "work", { owner: "c", heartbeatAtMs: 1001 }, terms)).toBe(false);
      expect(await leases.claim(ME, "work", { owner: "c", heartbeatAtMs: 1000 }, terms)).toBe(true);
      expect(await leases.takeFrom(ME, "work", "a", { owner: "d", heartbeatAtMs: 1000 })).toBe(false);
      expect(await leases.takeFrom(ME, "work", "c", { owner: "d", heartbeatAtMs: 1000 })).toBe(true);
      expect((await leases.find(ME, "work"))?.owner).toBe("d");
    });

    test("of many who claim at once, exactly one is given it", async () => {
      const { leases } = await open();
      for (let round = 0; round < 5; round += 1) {
        const asked = Array.from({ length: 12 }, (_, index) =>
          leases.claim(ME, `work ${round}`, { owner: `o${index}`, heartbeatAtMs: 1 }, { lostAfterMs: 50 }),
        );
        expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
      }
    });
  });
}
