import { describe, expect, test } from "vitest";
import { gain, noise, silence, sine } from "../../../tests/synth/waveforms.ts";
import { measureCrestFactor } from "./loudness.ts";
import { ONSET_STFT } from "./onset.ts";
import { createShapeCollector } from "./spectral-shape.ts";
import { forEachSpectrum } from "./stft.ts";

const RATE_HZ = 22_050;

function shapeOf(samples: Float32Array) {
  const collector = createShapeCollector(RATE_HZ, ONSET_STFT.frameSize);
  forEachSpectrum(samples, ONSET_STFT, collector.add);
  return collector.finish();
}

describe("the shape of a spectrum", () => {
  test.each([220, 997, 3000])("85 %% of a sine of %i Hz lies at its frequency, and it is not flat", (hz) => {
    const { rolloffHz, flatness } = shapeOf(sine(hz, 2, -6, RATE_HZ));
    expect(Math.abs(rolloffHz - hz)).toBeLessThan(2 * (RATE_HZ / ONSET_STFT.frameSize));
    expect(flatness).toBeLessThan(0.001);
  });

  test("white noise rolls off at 85 % of the band and is as flat as one frame of it can be", () => {
    const { rolloffHz, flatness } = shapeOf(noise(4, -12, 1, RATE_HZ));
    expect(rolloffHz).toBeGreaterThan(8200);
    expect(rolloffHz).toBeLessThan(8800);
    // The power of a noise's bin is exponentially distributed, whose geometric mean is exp(-0.5772) of its mean.
    expect(flatness).toBeCloseTo(Math.exp(-0.5772), 1);
  });

  test("silence has none, and silence beside sound does not count", () => {
    expect(shapeOf(silence(2, RATE_HZ))).toEqual({ rolloffHz: 0, flatness: 0 });
    expect(shapeOf(new Float32Array(0))).toEqual({ rolloffHz: 0, flatness: 0 });
    const padded = new Float32Array(4 * RATE_HZ);
    padded.set(sine(997, 2, -6, RATE_HZ), RATE_HZ);
    expect(Math.abs(shapeOf(padded).rolloffHz - 997)).toBeLessThan(60);
  });
});

describe("measureCrestFactor", () => {
  test("is 3 dB for a sine at any level and 0 for silence", () => {
    expect(measureCrestFactor(sine(440, 1, -6, RATE_HZ))).toBeCloseTo(3.01, 1);
    expect(measureCrestFactor(gain(sine(440, 1, -6, RATE_HZ), -30))).toBeCloseTo(3.01, 1);
    expect(measureCrestFactor(silence(1, RATE_HZ))).toBe(0);
    expect(measureCrestFactor(new Float32Array(0))).toBe(0);
  });

  test("one click in ten thousand samples stands 40 dB above the mean", () => {
    const samples = new Float32Array(10_000);
    samples[5000] = 1;
    expect(measureCrestFactor(samples)).toBeCloseTo(40, 6);
  });
});
