import { describe, expect, test } from "vitest";
import { concatenated, silence, sine } from "../../../tests/synth/waveforms.ts";
import { measureLoudness, SILENCE_LUFS } from "./loudness.ts";

const tone = (seconds: number, levelDb: number) => sine(1000, seconds, levelDb, 48_000);
const loudnessOf = (hz: number) => measureLoudness(sine(hz, 3, -20, 48_000), 48_000).integratedLufs;

describe("measureLoudness", () => {
  test.each([22_050, 44_100, 48_000])("997 Hz at 0 dBFS in one channel reads -3.01 LUFS at %i Hz", (rateHz) => {
    expect(measureLoudness(sine(997, 10, 0, rateHz), rateHz).integratedLufs).toBeCloseTo(-3.01, 1);
  });

  // EBU Tech 3341, cases 1 and 2: the tone on both channels, read to 0.1 LU.
  test.each([
    [-23, 22_050],
    [-33, 22_050],
    [-23, 48_000],
    [-33, 48_000],
  ])("a stereo tone at %i dBFS reads as much at %i Hz", (levelDb, rateHz) => {
    const measured = measureLoudness(sine(1000, 20, levelDb, rateHz), rateHz, 2).integratedLufs;
    expect(Math.abs(measured - levelDb)).toBeLessThan(0.1);
  });

  test("EBU Tech 3341, case 3: quiet ends are gated out", () => {
    const samples = concatenated(tone(10, -36), tone(60, -23), tone(10, -36));
    expect(Math.abs(measureLoudness(samples, 48_000, 2).integratedLufs + 23)).toBeLessThan(0.1);
  });

  test("bass counts less and treble more than 1 kHz", () => {
    expect(loudnessOf(40)).toBeLessThan(loudnessOf(1000) - 2);
    expect(loudnessOf(4000)).toBeGreaterThan(loudnessOf(1000) + 2);
  });

  test("silence reads the gate", () => {
    expect(measureLoudness(silence(5), 44_100)).toEqual({ integratedLufs: SILENCE_LUFS, rangeDb: 0 });
    expect(measureLoudness(new Float32Array(0), 44_100).integratedLufs).toBe(SILENCE_LUFS);
  });

  // EBU Tech 3342, cases 1 to 3: two levels for 20 s each; the range is their distance, to 1 LU.
  test.each([
    [-20, -30, 10],
    [-20, -15, 5],
    [-40, -20, 20],
  ])("a step from %i to %i dBFS has a range of %i", (first, second, rangeDb) => {
    const samples = concatenated(sine(1000, 20, first, 48_000), sine(1000, 20, second, 48_000));
    expect(Math.abs(measureLoudness(samples, 48_000, 2).rangeDb - rangeDb)).toBeLessThan(1);
  });
});
