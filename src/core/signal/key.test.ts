import { describe, expect, test } from "vitest";
import { piece } from "../../../tests/synth/music.ts";
import { noise, sine } from "../../../tests/synth/waveforms.ts";
import { measureChroma } from "./chroma.ts";
import { estimateKey, type Mode } from "./key.ts";

const RATE_HZ = 22_050;
const KEYS = (["major", "minor"] as const).flatMap((mode) =>
  Array.from({ length: 12 }, (_, tonic) => [tonic, mode] as const),
);

function keyOf(tonic: number, mode: Mode, tuningCents = 0, drums = false) {
  const samples = piece({ tempoBpm: 110, seconds: 12, tonic, mode, tuningCents, drums, sampleRateHz: RATE_HZ });
  return estimateKey(measureChroma(samples, RATE_HZ));
}

describe("estimateKey", () => {
  test.each(KEYS)("tonic %i %s", (tonic, mode) => {
    expect(keyOf(tonic, mode)).toMatchObject({ tonic, mode });
  });

  test.each(KEYS)("tonic %i %s, 35 cents sharp and with drums", (tonic, mode) => {
    expect(keyOf(tonic, mode, 35, true)).toMatchObject({ tonic, mode });
  });

  test("noise and a lone tone have none", () => {
    expect(estimateKey(measureChroma(noise(10, -10, 1, RATE_HZ), RATE_HZ))).toBeNull();
    expect(estimateKey(measureChroma(sine(440, 5, -6, RATE_HZ), RATE_HZ))).toBeNull();
  });
});

describe("measureChroma", () => {
  test("a tone lands in its pitch class", () => {
    for (const [hz, pitchClass] of [
      [261.63, 0],
      [440, 9],
      [987.77, 11],
    ] as const) {
      const { pitchClasses } = measureChroma(sine(hz, 2, -6, RATE_HZ), RATE_HZ);
      expect(pitchClasses.indexOf(Math.max(...pitchClasses))).toBe(pitchClass);
    }
  });

  test.each([-40, -20, 0, 20, 40])("finds a tuning %i cents off", (cents) => {
    const samples = piece({ tempoBpm: 100, seconds: 6, tuningCents: cents, drums: false, sampleRateHz: RATE_HZ });
    expect(Math.abs(measureChroma(samples, RATE_HZ).tuningCents - cents)).toBeLessThan(4);
  });
});
