import { describe, expect, test } from "vitest";
import { measureStereoLoudness } from "../core/signal/loudness.ts";
import { sine } from "../../tests/synth/waveforms.ts";
import { HIGHEST_PEAK_DB, levelToTarget, TARGET_LUFS } from "./level.ts";
import { limitPeaks } from "./limiter.ts";
import { peakOf } from "./peak.ts";
import { truePeakDb } from "./true-peak.ts";

const RATE = 44_100;

describe("truePeakDb", () => {
  // BS.1770-4, annex 2: a sine at a quarter of the rate, 45 degrees off, has all its samples 3 dB below its true peak.
  test("finds the peak between samples", () => {
    const samples = Float32Array.from({ length: 4096 }, (_, i) => 0.5 * Math.sin((Math.PI / 2) * i + Math.PI / 4));
    expect(20 * Math.log10(peakOf(samples))).toBeCloseTo(-9.03, 1);
    expect(Math.abs(truePeakDb([samples]) + 6.02)).toBeLessThan(0.3);
  });

  test("is that of the louder channel, and nothing for silence", () => {
    expect(truePeakDb([sine(997, 1, -20, RATE), sine(997, 1, -6, RATE)])).toBeCloseTo(-6, 1);
    expect(truePeakDb([new Float32Array(100)])).toBe(-Infinity);
  });
});

describe("limitPeaks", () => {
  test("leaves what is below the ceiling untouched", () => {
    const left = sine(440, 1, -6, RATE);
    const before = left.slice();
    expect(limitPeaks(left, left.slice(), RATE, 0.9)).toBe(0);
    expect(left).toEqual(before);
  });

  test("holds bursts under the ceiling without a corner, and both channels alike", () => {
    const left = sine(440, 1, -12, RATE).map((value, i) => value * (i > 20_000 && i < 21_000 ? 6 : 1));
    const right = left.map((value) => value / 2);
    expect(limitPeaks(left, right, RATE, 0.8)).toBeGreaterThan(3);
    expect(truePeakDb([left, right])).toBeLessThan(20 * Math.log10(0.8) + 0.05);
    expect(right.every((value, i) => Math.abs(value - left[i]! / 2) < 1e-6)).toBe(true);
    // Clipping would leave flat tops: neighbours that are equal at the ceiling.
    const flat = left.filter((value, i) => i > 0 && Math.abs(value) > 0.78 && value === left[i - 1]).length;
    expect(flat).toBe(0);
  });
});

describe("levelToTarget", () => {
  test.each([-40, -26, -8])("brings a tone at %i dBFS to -16 LUFS", (levelDb) => {
    const left = sine(997, 4, levelDb, RATE);
    const right = left.slice();
    const levelled = levelToTarget(left, right, RATE);
    expect(levelled.integratedLufs).toBeCloseTo(TARGET_LUFS, 1);
    expect(measureStereoLoudness(left, right, RATE).integratedLufs).toBeCloseTo(TARGET_LUFS, 1);
  });

  test("limits what would go over, and is as loud all the same", () => {
    // Quiet with short bangs: at -16 LUFS their peaks would be far over full scale.
    const left = sine(330, 6, -24, RATE).map((value, i) => value * (i % 22_050 < 200 ? 14 : 1));
    const right = left.slice();
    const { integratedLufs, limitedDb } = levelToTarget(left, right, RATE);
    expect(limitedDb).toBeGreaterThan(1);
    expect(truePeakDb([left, right])).toBeLessThan(HIGHEST_PEAK_DB);
    expect(Math.abs(integratedLufs - TARGET_LUFS)).toBeLessThan(0.3);
  });

  test("leaves silence silent and does not blow up what is hardly there", () => {
    const silent = new Float32Array(RATE);
    expect(levelToTarget(silent, silent.slice(), RATE).gainDb).toBe(0);
    expect(peakOf(silent)).toBe(0);
    const faint = sine(440, 2, -65, RATE);
    expect(levelToTarget(faint, faint.slice(), RATE).gainDb).toBeLessThanOrEqual(24);
  });
});
