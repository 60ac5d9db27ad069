import { describe, expect, it } from "vitest";
import { EMOTION_POINTS, EMOTIONS } from "./emotion.ts";
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

  it("explains in a sentence", () => {
    expect(explainMood({ emotion: "happy", point: EMOTION_POINTS.happy })).toBe("Happy: pleasant and rather lively.");
    expect(explainMood({ valence: 0.45, arousal: -0.6 })).toBe("Calm: rather pleasant and quiet.");
    expect(explainMood({ emotion: null, point: { valence: -0.2, arousal: 0 } })).toBe(
      "Unsure, leaning rather unpleasant and neither quiet nor lively.",
    );
  });
});
