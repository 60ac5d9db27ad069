import { describe, expect, it } from "vitest";
import { face, mixed, mostly, record } from "./fixtures/face-sequences.ts";
import { summariseReadings } from "./mood-tracker.ts";

const twoSeconds = { durationMs: 2_000, framesPerSecond: 12, seed: 1, logitNoise: 0.8 };

describe("summariseReadings", () => {
  it("reads one mood out of two seconds of noise", () => {
    for (let seed = 0; seed < 50; seed++) {
      const mood = summariseReadings(record({ ...twoSeconds, seed }, () => [face(1, mostly("sad", 0.65))]))!;
      expect(mood.emotion).toBe("sad");
      expect(mood.point.valence).toBeLessThan(-0.3);
      expect(mood.sinceMs).toBe(0);
    }
  });

  it("reads a photo as it is", () => {
    const mood = summariseReadings([{ timestampMs: 7, faces: [face(0, mostly("happy", 0.8), 0.75)] }])!;
    expect(mood.emotion).toBe("happy");
    expect(mood.confidence).toBeCloseTo(0.75 * 0.8, 9);
  });

  it("is null without a face and unsure without a clear one", () => {
    expect(summariseReadings([])).toBeNull();
    expect(summariseReadings(record(twoSeconds, () => []))).toBeNull();
    expect(summariseReadings(record(twoSeconds, () => [face(1, mixed({}))]))!.emotion).toBeNull();
    expect(summariseReadings(record(twoSeconds, () => [face(1, mostly("happy"), 0.1)]))!.emotion).toBeNull();
  });

  it("hardly counts what flashes up in a single frame", () => {
    const frames = record(twoSeconds, (atMs) =>
      atMs === 0 ? [face(1, mostly("neutral")), face(2, mostly("angry", 1))] : [face(1, mostly("neutral"))],
    );
    const mood = summariseReadings(frames)!;
    expect(mood.emotion).toBe("neutral");
    expect(mood.probabilities.angry).toBeLessThan(0.15);
  });

  it("weighs a near face more than a far one", () => {
    const mood = summariseReadings(
      record(twoSeconds, () => [face(1, mostly("happy"), 0.9, 0.16), face(2, mostly("sad"), 0.9, 0.01)]),
    )!;
    expect(mood.emotion).toBe("happy");
    expect(mood.probabilities.happy / mood.probabilities.sad).toBeGreaterThan(2);
  });
});
