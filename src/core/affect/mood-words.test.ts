import { describe, expect, it } from "vitest";
import { EMOTION_POINTS, EMOTIONS, expectedPoint, type EmotionProbabilities } from "./emotion.ts";
import { mixed } from "./fixtures/face-sequences.ts";
import { describeMood, explainMood, nearestEmotion } from "./mood-words.ts";

describe("words for moods", () => {
  it("finds every class at its own point, anger where fear lies too", () => {
    for (const emotion of EMOTIONS) {
      expect(nearestEmotion(EMOTION_POINTS[emotion])).toBe(emotion === "fear" ? "angry" : emotion);
    }
  });

  it("names labels, points and the lack of a label", () => {
    expect(describeMood("fear")).toBe("afraid");
    expect(describeMood({ valence: 0.78, arousal: 0.42 })).toBe("happy");
    expect(describeMood({ valence: 0.5, arousal: -0.6 })).toBe("calm");
    expect(describeMood({ valence: -0.6, arousal: 0.6 })).toBe("tense");
    expect(describeMood({ valence: -1, arousal: -1 })).toBe("sad");
    expect(describeMood({ emotion: "disgust", point: { valence: 0, arousal: 0 } })).toBe("disgusted");
    expect(describeMood({ emotion: null, point: { valence: 0.8, arousal: 0.4 } })).toBe("unsure");
  });

  it.each<[string, Partial<EmotionProbabilities>, string]>([
    ["sad", { sad: 0.6, neutral: 0.2, fear: 0.1, angry: 0.07 }, "sad"],
    ["happy", { happy: 0.6, neutral: 0.3, surprise: 0.05 }, "happy"],
    ["faintly happy", { happy: 0.5, neutral: 0.44 }, "content"],
    ["angry", { angry: 0.6, neutral: 0.2, sad: 0.1, fear: 0.1 }, "tense"],
    ["afraid", { fear: 0.55, surprise: 0.2, sad: 0.15, neutral: 0.1 }, "tense"],
    ["surprised", { surprise: 0.7, fear: 0.1, happy: 0.1, neutral: 0.1 }, "alert"],
    ["neutral", { neutral: 0.6, sad: 0.2, angry: 0.1, happy: 0.1 }, "neutral"],
  ])("finds for the expected point of a %s face with its usual doubts a word of the same family", (_, seen, word) => {
    expect(describeMood(expectedPoint(mixed(seen)))).toBe(word);
  });

  it("explains in a sentence", () => {
    expect(explainMood({ emotion: "happy", point: EMOTION_POINTS.happy })).toBe("Happy: pleasant and rather lively.");
    expect(explainMood({ valence: 0.45, arousal: -0.6 })).toBe("Calm: rather pleasant and quiet.");
    expect(explainMood({ emotion: null, point: { valence: -0.2, arousal: 0 } })).toBe(
      "Unsure, leaning rather unpleasant and neither quiet nor lively.",
    );
  });
});
