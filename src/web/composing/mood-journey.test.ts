import { describe, expect, it } from "vitest";
import { affectDistance } from "../../core/affect/emotion.ts";
import { LONGEST_STEP, moodOfTarget, stepTowards } from "./mood-journey.ts";

describe("the mood's journey", () => {
  it("goes straight, a quarter at most in a bar, and names the class on arrival", () => {
    const sad = moodOfTarget({ emotion: "sad" });
    const way = [moodOfTarget({ emotion: "happy" })];
    while (way.at(-1)!.emotion !== "sad" && way.length < 20) way.push(stepTowards(way.at(-1)!, sad));
    // 1.63 apart.
    expect(way).toHaveLength(8);
    for (const [i, mood] of way.slice(1).entries()) {
      expect(affectDistance(mood, way[i]!)).toBeLessThanOrEqual(LONGEST_STEP + 1e-9);
      expect(affectDistance(mood, sad)).toBeLessThan(affectDistance(way[i]!, sad));
    }
    expect(way.slice(1, -1).every(({ emotion }) => emotion === null)).toBe(true);
    expect(way.at(-1)).toEqual(sad);
  });

  it("tells anger from fear at once, which share a point", () => {
    const fear = moodOfTarget({ emotion: "fear" });
    expect(stepTowards(moodOfTarget({ emotion: "angry" }), fear)).toEqual(fear);
  });

  it("takes a bare point as it is", () => {
    const point = moodOfTarget({ valence: 0.1, arousal: 0.9 });
    expect(point).toEqual({ emotion: null, valence: 0.1, arousal: 0.9 });
    expect(stepTowards(point, point)).toEqual(point);
  });
});
