import { describe, expect, test } from "vitest";
import { clickTrack, piece } from "../../../tests/synth/music.ts";
import { mixInto, noise } from "../../../tests/synth/waveforms.ts";
import { countOnsetsPerSecond, measureOnsets } from "./onset.ts";
import { estimateTempo } from "./tempo.ts";

const RATE_HZ = 22_050;
const TEMPI = [60, 66, 73, 80, 92, 100, 110, 120, 128, 140, 150, 160, 174, 180];
const onsetsOf = (samples: Float32Array) => measureOnsets(samples, RATE_HZ);

describe("estimateTempo", () => {
  test.each(TEMPI)("a click track at %i bpm, to a tenth", (bpm) => {
    expect(Math.abs(estimateTempo(onsetsOf(clickTrack(bpm, 20, RATE_HZ)))!.bpm - bpm)).toBeLessThan(0.1);
  });

  test.each(TEMPI)("chords with drums at %i bpm", (bpm) => {
    const samples = piece({ tempoBpm: bpm, seconds: 25, sampleRateHz: RATE_HZ });
    expect(Math.abs(estimateTempo(onsetsOf(samples))!.bpm - bpm)).toBeLessThan(0.2);
  });

  test.each(TEMPI)("chords without drums under noise at %i bpm", (bpm) => {
    const samples = piece({ tempoBpm: bpm, seconds: 25, drums: false, sampleRateHz: RATE_HZ });
    mixInto(samples, noise(25, -30, 5, RATE_HZ), 0, RATE_HZ);
    expect(Math.abs(estimateTempo(onsetsOf(samples))!.bpm - bpm)).toBeLessThan(0.5);
  });

  test("no pulse in noise, none in under four seconds", () => {
    expect(estimateTempo(onsetsOf(noise(20, -6, 2, RATE_HZ)))).toBeNull();
    expect(estimateTempo(onsetsOf(clickTrack(120, 3, RATE_HZ)))).toBeNull();
  });
});

describe("countOnsetsPerSecond", () => {
  test.each([60, 120, 180])("one onset per click at %i bpm", (bpm) => {
    const measured = countOnsetsPerSecond(onsetsOf(clickTrack(bpm, 30, RATE_HZ)));
    expect(Math.abs(measured - bpm / 60)).toBeLessThan(0.06);
  });

  test("none in steady noise", () => {
    expect(countOnsetsPerSecond(onsetsOf(noise(20, -6, 2, RATE_HZ)))).toBeLessThan(0.2);
  });
});
