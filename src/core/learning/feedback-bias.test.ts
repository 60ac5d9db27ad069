import { describe, expect, it } from "vitest";
import { EMOTION_POINTS } from "../affect/emotion.ts";
import { feedbackBias, learnFromFeedback } from "./feedback-bias.ts";

const NOW_MS = 1_800_000_000_000;
const DAY_MS = 86_400_000;
const said = (kind: string, daysAgo = 0, target: { valence: number; arousal: number } | null = null) => ({
  kind,
  givenAtMs: NOW_MS - daysAgo * DAY_MS,
  target,
});

describe("feedbackBias", () => {
  it("is nothing without feedback and for kinds it does not know", () => {
    expect(feedbackBias([], NOW_MS)).toBe(0);
    expect(feedbackBias([said("hum")], NOW_MS)).toBe(0);
  });

  it("brings a liked track nearer until the like is taken back, in order of time and not of the list", () => {
    expect(feedbackBias([said("like", 900)], NOW_MS)).toBeCloseTo(-0.12);
    expect(feedbackBias([said("unlike", 1), said("like", 2)], NOW_MS)).toBe(0);
    expect(feedbackBias([said("like", 1), said("unlike", 2)], NOW_MS)).toBeLessThan(0);
  });

  it("puts a skipped track a little farther, half as far after two weeks, and never beyond a limit", () => {
    const fresh = feedbackBias([said("skip")], NOW_MS);
    expect(fresh).toBeGreaterThan(0);
    expect(feedbackBias([said("skip", 14)], NOW_MS)).toBeCloseTo(fresh / 2, 9);
    expect(feedbackBias([said("skip", 365)], NOW_MS)).toBeLessThan(0.001);
    expect(
      feedbackBias(
        Array.from({ length: 50 }, () => said("skip")),
        NOW_MS,
      ),
    ).toBe(0.25);
  });

  it("sets a track aside for half a year, unless it is liked later", () => {
    expect(feedbackBias([said("not-this", 179)], NOW_MS)).toBe(Infinity);
    expect(feedbackBias([said("not-this", 181)], NOW_MS)).toBe(0);
    expect(feedbackBias([said("not-this", 10), said("like", 5)], NOW_MS)).toBeLessThan(0);
    expect(feedbackBias([said("not-this", 5), said("like", 10)], NOW_MS)).toBe(Infinity);
  });

  it("remembers a wrong mood where it was said, fading, and mildly everywhere if it was said of no mood", () => {
    const there = learnFromFeedback([said("wrong-mood", 180, EMOTION_POINTS.sad)], NOW_MS);
    expect(there.bias).toBe(0);
    expect(there.wrongMoods).toEqual([{ target: EMOTION_POINTS.sad, strength: 0.5 }]);
    expect(learnFromFeedback([said("wrong-mood", 2_000, EMOTION_POINTS.sad)], NOW_MS).wrongMoods).toEqual([]);
    expect(feedbackBias([said("wrong-mood")], NOW_MS)).toBeCloseTo(0.1);
  });

  it("wants more for a while", () => {
    const wanted = learnFromFeedback([said("more-like-this")], NOW_MS);
    expect(wanted.moreLikeThis).toBe(1);
    expect(wanted.bias).toBeLessThan(0);
    expect(learnFromFeedback([said("more-like-this", 30)], NOW_MS).moreLikeThis).toBeCloseTo(0.5, 9);
    expect(learnFromFeedback([said("more-like-this", 300)], NOW_MS).moreLikeThis).toBe(0);
  });

  it("does not take what a wrong clock dates in the future for more than what is said now", () => {
    expect(feedbackBias([said("skip", -30)], NOW_MS)).toBe(feedbackBias([said("skip")], NOW_MS));
  });
});
