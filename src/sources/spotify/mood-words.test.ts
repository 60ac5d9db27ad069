import { expect, test } from "vitest";
import { EMOTIONS } from "../../core/affect/emotion.ts";
import { MOOD_SEARCHES, moodOfName } from "./mood-words.ts";

test.each([
  ["Happy Songs", "happy"],
  ["feel-good friday", "happy"],
  ["Feel good friday", "happy"],
  ["SUMMER 2024 ☀️", "happy"],
  ["Été à Paris", "happy"],
  ["Gute Laune", "happy"],
  ["rainy sunday", "sad"],
  ["💔", "sad"],
  ["Heavy Metal", "angry"],
  ["RAGE!!!", "angry"],
  ["Calm & Sleep", "fear"],
  ["grunge forever", "disgust"],
  ["Découvertes", "surprise"],
  ["Deep Focus (work)", "neutral"],
  ["lo-fi", "neutral"],
  ["Made in Chelsea", null],
  ["Workshop", null],
  ["Happy or sad", null],
  ["", null],
  ["Ｈａｐｐｙ", "happy"],
  ["Playlist #4", null],
])("%j speaks of %s", (name, emotion) => {
  expect(moodOfName(name)).toBe(emotion);
});

test("every mood has something to search for, short enough for Spotify", () => {
  for (const emotion of EMOTIONS) {
    expect(MOOD_SEARCHES[emotion].length).toBeGreaterThan(2);
    for (const query of MOOD_SEARCHES[emotion]) expect(query.length).toBeLessThan(60);
  }
});
