import { describe, expect, test } from "vitest";
import { mixInto, sine } from "../../../tests/synth/waveforms.ts";
import { createRoughnessCollector, pairDissonance } from "./roughness.ts";
import { forEachPeakFrame } from "./spectral-peaks.ts";

const RATE_HZ = 22_050;

function roughnessOf(...tonesHz: number[]): number {
  const samples = new Float32Array(3 * RATE_HZ);
  for (const hz of tonesHz) mixInto(samples, sine(hz, 3, -20, RATE_HZ), 0, RATE_HZ);
  const collector = createRoughnessCollector();
  forEachPeakFrame(samples, RATE_HZ, collector.add);
  return collector.finish();
}

describe("pairDissonance", () => {
  test("is none in unison, 1 at its worst, and little an octave apart", () => {
    expect(pairDissonance(440, 440)).toBe(0);
    const at440 = Array.from({ length: 400 }, (_, i) => pairDissonance(440, 440 + i / 2));
    expect(Math.max(...at440)).toBeCloseTo(1, 3);
    expect(pairDissonance(440, 880)).toBeLessThan(0.01);
  });

  test("is worst about a quarter of a critical band away, which is wider for higher tones", () => {
    const worstHz = (lowHz: number): number => {
      const steps = Array.from({ length: 2000 }, (_, i) => i / 10);
      return steps.reduce((worst, step) =>
        pairDissonance(lowHz, lowHz + step) > pairDissonance(lowHz, lowHz + worst) ? step : worst,
      );
    };
    // Critical bands of about 100 Hz at 440 Hz and 250 Hz at 1760 Hz (Zwicker).
    expect(worstHz(440)).toBeGreaterThan(20);
    expect(worstHz(440)).toBeLessThan(35);
    expect(worstHz(1760)).toBeGreaterThan(1.5 * worstHz(440));
  });
});

describe("the roughness of a signal", () => {
  test("orders intervals as listeners do: a minor second above a third above a fifth above an octave", () => {
    const semitones = (n: number): number => roughnessOf(440, 440 * 2 ** (n / 12));
    const measured = [1, 3, 7, 12].map(semitones);
    for (let i = 1; i < measured.length; i++) expect(measured[i]!).toBeLessThan(measured[i - 1]! * 0.8);
    expect(measured[0]!).toBeGreaterThan(0.5);
  });

  test("a lone tone and silence are smooth, and loudness does not matter", () => {
    expect(roughnessOf(440)).toBeLessThan(0.01);
    expect(roughnessOf()).toBe(0);
    const quiet = new Float32Array(3 * RATE_HZ);
    for (const hz of [440, 466.16]) mixInto(quiet, sine(hz, 3, -50, RATE_HZ), 0, RATE_HZ);
    const collector = createRoughnessCollector();
    forEachPeakFrame(quiet, RATE_HZ, collector.add);
    expect(collector.finish()).toBeCloseTo(roughnessOf(440, 466.16), 2);
  });
});
