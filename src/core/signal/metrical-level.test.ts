import { describe, expect, test } from "vitest";
import { chooseLevel, type CorrelationAt } from "./metrical-level.ts";

const FRAMES_PER_MINUTE = 6000;
const LIMITS = { framesPerMinute: FRAMES_PER_MINUTE, slowestBpm: 45, fastestBpm: 215 };

/** Repeats with every multiple of a lag, as a pulse of that lag does. */
const pulse =
  (lag: number, height = 1): CorrelationAt =>
  (at) =>
    Math.abs(at / lag - Math.round(at / lag)) < 0.01 ? height : 0;
const nothing: CorrelationAt = () => 0;
const lagOf = (bpm: number): number => FRAMES_PER_MINUTE / bpm;
const bpmOf = (lag: number): number => FRAMES_PER_MINUTE / lag;

describe("chooseLevel", () => {
  test.each([60, 90, 120, 150, 180, 190])("a lone pulse at %i bpm is the beat", (bpm) => {
    const chosen = chooseLevel(lagOf(bpm), { ...LIMITS, all: pulse(lagOf(bpm)), low: pulse(lagOf(bpm)) });
    expect(bpmOf(chosen)).toBeCloseTo(bpm, 6);
  });

  test("even eighths are beats where the bass plays each, and half beats where it plays every other", () => {
    const eighths = pulse(lagOf(160), 0.7);
    const bassAt = (bpm: number) => ({ ...LIMITS, all: eighths, low: pulse(lagOf(bpm), 0.9) });
    expect(bpmOf(chooseLevel(lagOf(160), bassAt(160)))).toBeCloseTo(160, 6);
    expect(bpmOf(chooseLevel(lagOf(160), bassAt(80)))).toBeCloseTo(80, 6);
    expect(bpmOf(chooseLevel(lagOf(80), bassAt(160)))).toBeCloseTo(160, 6);
  });

  test("a bass that repeats within the period makes a faster beat", () => {
    const all = pulse(lagOf(120), 0.6);
    expect(bpmOf(chooseLevel(lagOf(60), { ...LIMITS, all, low: pulse(lagOf(120), 0.9) }))).toBeCloseTo(120, 6);
  });

  test("no level beyond the tempi allowed is chosen, and a period without another level stays", () => {
    for (const bpm of [45, 70, 140, 215]) {
      const chosen = bpmOf(chooseLevel(lagOf(bpm), { ...LIMITS, all: pulse(1), low: pulse(1) }));
      expect(chosen).toBeGreaterThanOrEqual(45);
      expect(chosen).toBeLessThanOrEqual(215);
    }
    const narrow = { ...LIMITS, slowestBpm: 95, fastestBpm: 105 };
    expect(bpmOf(chooseLevel(lagOf(100), { ...narrow, all: nothing, low: nothing }))).toBeCloseTo(100, 6);
  });
});
