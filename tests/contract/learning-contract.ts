/** What every database must do for learning: give plays and words back with their sound and mood, and keep what was forgotten. */
import { describe, expect, test } from "vitest";
import { LOCAL_USER_ID as ME } from "../../src/server/db/local-user.ts";
import type { Storage } from "../../src/server/db/storage.ts";
import { FEATURES, type ContractSubject } from "./repository-contract.ts";

const SAD = { valence: -0.65, arousal: -0.35 };
const HAPPY = { valence: 0.8, arousal: 0.4 };
const PAGE = { beforeId: null, sinceMs: 0, limit: 100 };

async function addTrack(storage: Storage, path: string, isMeasured = true): Promise<number> {
  const tags = { title: path, artist: "Björk", album: null, durationMs: 200_000, hasCover: false };
  const file = { path, sizeBytes: 1, modifiedAtMs: 1, mimeType: "audio/flac", ...tags };
  const id = (await storage.files.storeTags(ME, [file], 1000)).get(path)!;
  if (isMeasured) await storage.files.storeFeatures(ME, id, FEATURES, 2000);
  return id;
}

const play = (trackId: number, startedAtMs: number) => ({
  trackId,
  playlistId: null,
  startedAtMs,
  playedMs: 5_000,
  end: "skipped" as const,
});
const word = (trackId: number, givenAtMs: number, target: typeof SAD | null = SAD) => ({
  trackId,
  playlistId: null,
  kind: "wrong-mood" as const,
  givenAtMs,
  target,
});

export function learningContract(name: string, { open }: ContractSubject): void {
  describe(`learning on ${name}`, () => {
    test("plays come back newest first, page by page, with their track's sound and the mood they were heard in", async () => {
      const storage = await open();
      const trackId = await addTrack(storage, "a");
      const unmeasured = await addTrack(storage, "b", false);
      const first = await storage.plays.insert(ME, play(trackId, 1_000), SAD);
      await storage.plays.insert(ME, play(unmeasured, 1_500));
      const last = await storage.plays.insert(ME, play(trackId, 2_000));
      const [newest, ...others] = await storage.learning.plays(ME, { ...PAGE, limit: 1 });
      expect(others).toEqual([]);
      expect(newest).toMatchObject({ id: last.id, mood: null });
      expect(await storage.learning.plays(ME, { ...PAGE, beforeId: last.id })).toEqual([
        {
          id: first.id,
          trackId,
          artist: "Björk",
          atMs: 1_000,
          playedMs: 5_000,
          durationMs: 200_000,
          end: "skipped",
          mood: SAD,
          sound: {
            valence: FEATURES.valence,
            arousal: FEATURES.arousal,
            tempoBpm: FEATURES.tempoBpm,
            mode: FEATURES.mode,
            loudnessLufs: FEATURES.loudnessLufs,
            brightnessHz: FEATURES.brightnessHz,
            onsetsPerSecond: FEATURES.onsetsPerSecond,
          },
        },
      ]);
      expect((await storage.learning.plays(ME, { ...PAGE, sinceMs: 1_001 })).map(({ id }) => id)).toEqual([last.id]);
      expect((await storage.learning.play(ME, first.id))?.atMs).toBe(1_000);
      expect(await storage.learning.play(ME, 9_999)).toBeNull();
      expect(await storage.learning.plays(999, PAGE)).toEqual([]);
    });

    test("words come back with the mood they were said in", async () => {
      const storage = await open();
      const trackId = await addTrack(storage, "a");
      const id = await storage.feedback.insert(ME, word(trackId, 10));
      expect(await storage.learning.words(ME, PAGE)).toMatchObject([{ id, kind: "wrong-mood", mood: SAD, atMs: 10 }]);
      expect(await storage.learning.word(ME, id)).toMatchObject({ trackId, artist: "Björk" });
      expect(await storage.learning.word(999, id)).toBeNull();
    });

    test("a corrected mood holds for what was heard and said since, and for nothing before", async () => {
      const storage = await open();
      const trackId = await addTrack(storage, "a");
      for (const atMs of [100, 200]) {
        await storage.plays.insert(ME, play(trackId, atMs), SAD);
        await storage.feedback.insert(ME, word(trackId, atMs));
      }
      await storage.feedback.insert(ME, word(trackId, 300, null));
      expect(await storage.learning.correctMood(ME, 150, HAPPY)).toBe(1);
      expect((await storage.learning.plays(ME, PAGE)).map(({ mood }) => mood)).toEqual([HAPPY, SAD]);
      expect((await storage.learning.words(ME, PAGE)).map(({ mood }) => mood)).toEqual([null, HAPPY, SAD]);
    });

    test("the last mood is known, and when the last reading that was no correction came", async () => {
      const storage = await open();
      const reading = { emotion: null, confidence: 1, faceCount: 0 };
      await storage.moodReadings.insert(ME, { ...reading, ...SAD, source: "camera", readAtMs: 100 });
      await storage.moodReadings.insert(ME, { ...reading, ...HAPPY, source: "correction", readAtMs: 200 });
      expect(await storage.learning.lastMood(ME, 0)).toEqual(HAPPY);
      expect(await storage.learning.lastMood(ME, 201)).toBeNull();
      expect(await storage.learning.lastReadingAtMs(ME, 0)).toBe(100);
      expect(await storage.learning.lastReadingAtMs(ME, 101)).toBeNull();
    });

    test("what is forgotten is kept once a subject, the latest time", async () => {
      const storage = await open();
      await storage.learning.forget(ME, { subject: "artist", name: "bjork", atMs: 5 });
      await storage.learning.forget(ME, { subject: "artist", name: "bjork", atMs: 1_700_000_000_000 });
      await storage.learning.forget(ME, { subject: "all", name: "", atMs: 7 });
      expect(await storage.learning.forgotten(ME)).toEqual(
        expect.arrayContaining([
          { subject: "artist", name: "bjork", atMs: 1_700_000_000_000 },
          { subject: "all", name: "", atMs: 7 },
        ]),
      );
      expect(await storage.learning.forgotten(999)).toEqual([]);
    });

    test("dropping words leaves likes, which stand on the tracks", async () => {
      const storage = await open();
      const [a, b] = [await addTrack(storage, "a"), await addTrack(storage, "b")];
      await storage.feedback.insert(ME, word(a, 1));
      await storage.feedback.insert(ME, { ...word(a, 2), kind: "not-this" });
      await storage.feedback.insert(ME, { ...word(b, 3), kind: "like" });
      expect(await storage.learning.dropWords(ME)).toEqual([a]);
      expect((await storage.learning.words(ME, PAGE)).map(({ kind }) => kind)).toEqual(["like"]);
    });
  });
}
