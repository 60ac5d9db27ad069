import { describe, expect, it } from "vitest";
import { EMOTIONS } from "./emotion.ts";
import { mostly } from "./fixtures/face-sequences.ts";
import { createTimeAverage } from "./time-average.ts";

describe("createTimeAverage", () => {
  it("follows a step exactly as 1 - exp(-t/tau), whatever the frame times", () => {
    for (const steps of [[1_000], [100, 350, 50, 500], Array.from({ length: 60 }, () => 1_000 / 60)]) {
      const average = createTimeAverage(1_500, 1_000);
      let atMs = 0;
      for (; atMs < 30_000; atMs += 100) average.add(mostly("sad", 1), 1, atMs);
      atMs -= 100;
      for (const step of steps) average.add(mostly("happy", 1), 1, (atMs += step));
      expect(average.probabilities()!.happy).toBeCloseTo(1 - Math.exp(-1_000 / 1_500), 6);
    }
  });

  it("is unbiased from the first frame and always sums to one", () => {
    const average = createTimeAverage(1_500, 500);
    expect(average.probabilities()).toBeNull();
    average.add(mostly("fear", 0.7), 0.4, 0);
    const probabilities = average.probabilities()!;
    expect(probabilities.fear).toBeCloseTo(0.7, 9);
    expect(EMOTIONS.reduce((sum, emotion) => sum + probabilities[emotion], 0)).toBeCloseTo(1, 9);
    expect(average.evidence()).toBeLessThan(0.05);
    expect(average.confidence()).toBeCloseTo(0.4, 9);
  });

  it("weighs observations by their confidence", () => {
    const average = createTimeAverage(1e9, 1e9);
    for (let i = 0; i < 20; i++) {
      average.add(i % 2 === 0 ? mostly("happy", 1) : mostly("sad", 1), i % 2 === 0 ? 0.9 : 0.3, i * 100 + 50);
    }
    expect(average.probabilities()!.happy).toBeCloseTo(0.9 / 1.2, 1);
  });

  it("does not let one frame speak for the gap before it", () => {
    const average = createTimeAverage(12_000, 500);
    for (let atMs = 0; atMs <= 20_000; atMs += 100) average.add(mostly("happy", 1), 0.9, atMs);
    average.add(mostly("angry", 1), 0.9, 32_000);
    expect(average.probabilities()!.angry).toBeLessThan(0.15);
    expect(average.evidence()).toBeLessThan(0.9 / 2);
  });

  it("loses evidence at rest but not what it knows", () => {
    const average = createTimeAverage(1_500, 500);
    for (let atMs = 0; atMs < 10_000; atMs += 100) average.add(mostly("happy", 0.9), 0.8, atMs);
    const before = average.evidence();
    expect(before).toBeCloseTo(0.8, 2);
    average.rest(9_900 + 1_500);
    expect(average.evidence()).toBeCloseTo(before / Math.E, 9);
    expect(average.probabilities()!.happy).toBeCloseTo(0.9, 9);
    average.rest(10_000_000);
    expect(average.probabilities()).toBeNull();
  });
});
