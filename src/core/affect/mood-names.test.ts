import { describe, expect, it } from "vitest";
import { affectDistance, EMOTION_POINTS, EMOTIONS } from "./emotion.ts";
import {
  emotionOfMood,
  isMoodName,
  MOOD_NAMES,
  moodNameWord,
  moodPoint,
  moodWishes,
  nearestMoodName,
  WISHED_MOODS,
} from "./mood-names.ts";

describe("the twelve moods", () => {
  it("are the seven classes, each on its own point, and five more", () => {
    expect(MOOD_NAMES).toHaveLength(12);
    expect(new Set(MOOD_NAMES).size).toBe(12);
    for (const emotion of EMOTIONS) {
      expect(moodPoint(emotion)).toEqual(EMOTION_POINTS[emotion]);
      expect(emotionOfMood(emotion)).toBe(emotion);
    }
    for (const mood of WISHED_MOODS) expect(emotionOfMood(mood)).toBeNull();
  });

  it("lie inside the plane and apart, save anger and fear, which only a face tells apart", () => {
    for (const a of MOOD_NAMES) {
      const { valence, arousal } = moodPoint(a);
      expect(Math.max(Math.abs(valence), Math.abs(arousal))).toBeLessThan(1);
      for (const b of MOOD_NAMES) {
        if (a === b || (["angry", "fear"].includes(a) && ["angry", "fear"].includes(b))) continue;
        expect(affectDistance(moodPoint(a), moodPoint(b))).toBeGreaterThan(0.19);
      }
    }
  });

  it("are known by name, and nothing else is", () => {
    expect(isMoodName("tender")).toBe(true);
    expect(isMoodName("Tender")).toBe(false);
    expect(isMoodName("toString")).toBe(false);
    expect(moodNameWord("disgust")).toBe("disgusted");
    expect(moodNameWord("calm")).toBe("calm");
  });

  it("are found from their own points", () => {
    for (const name of MOOD_NAMES) {
      expect(nearestMoodName(moodPoint(name))).toBe(name === "fear" ? "angry" : name);
    }
  });

  it("cannot be changed through what is handed out", () => {
    moodPoint("calm").valence = 9;
    moodPoint("sad").valence = 9;
    expect(moodPoint("calm").valence).toBe(0.45);
    expect(EMOTION_POINTS.sad.valence).toBe(-0.65);
  });

  it("wish for features only where a point says too little", () => {
    const wishing = MOOD_NAMES.filter((name) => moodWishes(name).length > 0);
    expect(wishing).toEqual(["focused", "energetic"]);
    for (const name of wishing) {
      for (const { good, bad, weight } of moodWishes(name)) {
        expect(good).not.toBe(bad);
        expect(weight).toBeGreaterThan(0);
      }
    }
  });
});
