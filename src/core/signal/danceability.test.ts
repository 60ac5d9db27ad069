import { describe, expect, test } from "vitest";
import { clickTrack, piece } from "../../../tests/synth/music.ts";
import { gain, noise, silence } from "../../../tests/synth/waveforms.ts";
import { measureDanceability } from "./danceability.ts";

const RATE_HZ = 22_050;
const SECONDS = 30;

/** Noise whose level wanders slowly and never repeats, as in free playing: a running sum of chance. */
function wandering(): Float32Array {
  const samples = noise(SECONDS, -12, 3, RATE_HZ);
  const steps = noise(SECONDS, -12, 4, RATE_HZ);
  let level = 0;
  return samples.map((value, i) => {
    level += 0.02 * steps[i]!;
    return value * Math.abs(level);
  });
}

describe("measureDanceability", () => {
  test("a steady beat is far more danceable than loudness that wanders", () => {
    const steady = measureDanceability(piece({ tempoBpm: 122, seconds: SECONDS, sampleRateHz: RATE_HZ }), RATE_HZ);
    const free = measureDanceability(wandering(), RATE_HZ);
    expect(steady).toBeGreaterThan(free + 0.2);
    expect(steady).toBeLessThanOrEqual(1);
    expect(free).toBeGreaterThan(0);
  });

  test("loudness alone changes nothing", () => {
    const samples = piece({ tempoBpm: 100, seconds: SECONDS, sampleRateHz: RATE_HZ });
    const [loud, soft] = [samples, gain(samples, -30)].map((each) => measureDanceability(each, RATE_HZ));
    expect(soft!).toBeCloseTo(loud!, 3);
  });

  test("silence and what is shorter than two of the longest scales have none", () => {
    expect(measureDanceability(silence(SECONDS, RATE_HZ), RATE_HZ)).toBe(0);
    expect(measureDanceability(clickTrack(120, 15, RATE_HZ), RATE_HZ)).toBe(0);
    expect(measureDanceability(new Float32Array(0), RATE_HZ)).toBe(0);
  });
});
