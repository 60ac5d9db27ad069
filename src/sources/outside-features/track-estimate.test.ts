import { expect, test } from "vitest";
import { affectDistance, EMOTION_POINTS } from "../../core/affect/emotion.ts";
import { affectOfMoodWord, affectOfWords } from "./mood-lexicon.ts";
import { estimateFromTags, isMoreTrusted } from "./track-estimate.ts";

test.each([
  ["Happy", "happy"],
  ["FEEL GOOD", "happy"],
  ["feelgood", "happy"],
  ["sad music", "sad"],
  ["  Melancholic ", "sad"],
  ["aggressive", "angry"],
] as const)("%j lies nearest to %s", (word, emotion) => {
  const point = affectOfMoodWord(word);
  const distances = (["happy", "sad", "angry"] as const).map((name) =>
    affectDistance(point ?? { valence: 9, arousal: 9 }, EMOTION_POINTS[name]),
  );
  expect(Math.min(...distances)).toBe(affectDistance(point ?? { valence: 9, arousal: 9 }, EMOTION_POINTS[emotion]));
});

test.each(["rock", "1987", "Anna Lind", "seen live", "", "constructor", "__proto__"])("%j is no mood", (word) => {
  expect(affectOfMoodWord(word)).toBeNull();
});

test("words count by their weight; those that are no moods, or weigh nothing, do not", () => {
  const both = affectOfWords([
    { word: "happy", weight: 3 },
    { word: "sad", weight: 1 },
    { word: "rock", weight: 100 },
    { word: "angry", weight: 0 },
  ]);
  expect(both).toMatchObject({ knownWeight: 4, valence: expect.closeTo((3 * 0.8 - 0.6) / 4) });
  expect(affectOfWords([{ word: "rock", weight: 5 }])).toBeNull();
});

test("moods in tags decide, a tempo alone says a little, nothing says nothing", () => {
  expect(estimateFromTags(["sad"], 180)).toMatchObject({ origin: "tags", valence: -0.6, arousal: -0.4, tempoBpm: 180 });
  const [fast, slow] = [estimateFromTags([], 170), estimateFromTags(["rock"], 70)];
  expect(fast!.arousal).toBeGreaterThan(0);
  expect(slow!.arousal).toBeLessThan(0);
  expect(estimateFromTags(["rock"], null)).toBeNull();
});

test("tags are trusted more than ReccoBeats, and that more than Last.fm", () => {
  expect(isMoreTrusted("tags", "reccobeats")).toBe(true);
  expect(isMoreTrusted("reccobeats", "lastfm")).toBe(true);
  expect(isMoreTrusted("lastfm", "lastfm")).toBe(false);
});
