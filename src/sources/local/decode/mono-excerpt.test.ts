import { describe, expect, test } from "vitest";
import { noise, sine } from "../../../../tests/synth/waveforms.ts";
import { MonoExcerpt } from "./mono-excerpt.ts";

function gather(samples: Float32Array, rateHz: number, blockSize: number, startSeconds = 0, maxSeconds = 100) {
  const excerpt = new MonoExcerpt(rateHz, { startSeconds, maxSeconds });
  for (let i = 0; i < samples.length && !excerpt.isFull; i += blockSize) {
    const block = samples.subarray(i, i + blockSize);
    excerpt.add([block], block.length);
  }
  return excerpt.finish();
}

const peak = (samples: Float32Array): number =>
  samples.reduce((largest, sample) => Math.max(largest, Math.abs(sample)), 0);
const middle = (samples: Float32Array): Float32Array => samples.subarray(samples.length / 4, (samples.length * 3) / 4);

describe("MonoExcerpt", () => {
  test.each([
    [22_050, 22_050],
    [32_000, 32_000],
    [44_100, 22_050],
    [48_000, 24_000],
    [96_000, 24_000],
    [192_000, 24_000],
  ])("%i Hz becomes %i Hz", (rateHz, expected) => {
    const { samples, sampleRateHz } = gather(sine(440, 1, -6, rateHz), rateHz, 4096);
    expect(sampleRateHz).toBe(expected);
    expect(Math.abs(samples.length - expected)).toBeLessThan(3);
    expect(peak(middle(samples))).toBeCloseTo(0.5, 1);
  });

  test("what the reduced rate cannot carry is filtered out, not folded back", () => {
    expect(peak(middle(gather(sine(15_000, 1, 0, 44_100), 44_100, 4096).samples))).toBeLessThan(0.01);
    expect(peak(middle(gather(sine(8000, 1, 0, 44_100), 44_100, 4096).samples))).toBeGreaterThan(0.97);
  });

  test("the blocks' sizes do not matter", () => {
    const signal = noise(0.5, -6, 3);
    const whole = gather(signal, 44_100, signal.length).samples;
    for (const blockSize of [1, 7, 1000]) {
      const pieces = gather(signal, 44_100, blockSize).samples;
      expect(pieces).toEqual(whole);
    }
  });

  test("skips to the start and stops when full", () => {
    const { samples, sampleRateHz } = gather(sine(440, 10), 44_100, 1000, 3, 2);
    expect(samples.length).toBe(2 * sampleRateHz);
  });

  test("channels are averaged", () => {
    const excerpt = new MonoExcerpt(22_050, { startSeconds: 0, maxSeconds: 1 });
    excerpt.add([Float32Array.of(1, 1), Float32Array.of(0, -1)], 2);
    expect([...excerpt.finish().samples]).toEqual([0.5, 0]);
  });

  test("values that are no numbers or absurd are tamed", () => {
    const signal = sine(440, 1, -6, 22_050);
    signal.set([Number.NaN, Infinity, 1e30], 100);
    expect(peak(gather(signal, 22_050, 1000).samples)).toBe(8);
  });
});
