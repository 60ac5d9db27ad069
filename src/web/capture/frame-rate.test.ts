import { describe, expect, it } from "vitest";
import { createFrameRate } from "./frame-rate.ts";

describe("createFrameRate", () => {
  it("says nothing of nothing", () => {
    const rate = createFrameRate();
    expect(rate.framesPerSecond(0)).toBeNull();
    expect(rate.medianMs(0)).toBeNull();
    rate.record(0, 10);
    expect(rate.framesPerSecond(0)).toBeNull();
  });

  it("counts evenly spaced frames", () => {
    const rate = createFrameRate();
    for (let at = 0; at <= 1000; at += 50) rate.record(at, 12);
    expect(rate.framesPerSecond(1000)).toBeCloseTo(20);
  });

  it("takes the median, so that one slow frame does not show", () => {
    const rate = createFrameRate();
    for (const [index, ms] of [10, 11, 12, 900].entries()) rate.record(index, ms);
    expect(rate.medianMs(3)).toBe(11.5);
  });

  it("forgets what lies before its window", () => {
    const rate = createFrameRate(1000);
    rate.record(0, 100);
    rate.record(1500, 5);
    expect(rate.medianMs(1500)).toBe(5);
    expect(rate.framesPerSecond(1500)).toBeNull();
  });
});
