import { describe, expect, test } from "vitest";
import { piece } from "../../../tests/synth/music.ts";
import { noise, silence, sine } from "../../../tests/synth/waveforms.ts";
import { analyseAudio } from "./analyse-audio.ts";

const RATE_HZ = 22_050;

const analysePieceAt = (rateHz: number) =>
  analyseAudio(piece({ tempoBpm: 100, seconds: 20, sampleRateHz: rateHz }), rateHz);

const brightnessOf = (brightness: number): number =>
  analyseAudio(piece({ tempoBpm: 100, seconds: 10, brightness, drums: false, sampleRateHz: RATE_HZ }), RATE_HZ)
    .brightnessHz;

describe("analyseAudio", () => {
  test("reads tempo, key and loudness of one piece together", () => {
    const analysis = analyseAudio(
      piece({ tempoBpm: 126, seconds: 30, tonic: 7, mode: "minor", sampleRateHz: RATE_HZ }),
      RATE_HZ,
    );
    expect(analysis.tempoBpm).toBeCloseTo(126, 0);
    expect(analysis).toMatchObject({ tonic: 7, mode: "minor" });
    expect(analysis.loudnessLufs).toBeGreaterThan(-22);
    expect(analysis.loudnessLufs).toBeLessThan(-12);
    expect(analysis.onsetsPerSecond).toBeCloseTo((2 * 126) / 60, 0);
  });

  test("brighter timbre reads brighter", () => {
    const measured = [0, 0.5, 1].map(brightnessOf);
    expect(measured[1]!).toBeGreaterThan(measured[0]! * 1.2);
    expect(measured[2]!).toBeGreaterThan(measured[1]! * 1.2);
  });

  test("the brightness of a sine is its frequency", () => {
    for (const hz of [220, 997, 3000]) {
      expect(analyseAudio(sine(hz, 3, -6, RATE_HZ), RATE_HZ).brightnessHz / hz).toBeCloseTo(1, 1);
    }
  });

  test("the sample rate hardly matters", () => {
    const [a, b] = [analysePieceAt(22_050), analysePieceAt(24_000)];
    expect(a.tempoBpm! - b.tempoBpm!).toBeCloseTo(0, 1);
    expect(a.loudnessLufs - b.loudnessLufs).toBeCloseTo(0, 1);
    expect(a.brightnessHz / b.brightnessHz).toBeCloseTo(1, 1);
    expect([b.tonic, b.mode]).toEqual([a.tonic, a.mode]);
  });

  test.each([
    ["nothing", new Float32Array(0)],
    ["one sample", new Float32Array(1)],
    ["less than a frame", sine(440, 0.02, -6, RATE_HZ)],
    ["silence", silence(5, RATE_HZ)],
    ["noise", noise(10, -10, 4, RATE_HZ)],
    ["a lone tone", sine(440, 10, -6, RATE_HZ)],
  ])("%s has neither tempo nor key, and every value is finite", (_, samples) => {
    const analysis = analyseAudio(samples, RATE_HZ);
    expect(analysis).toMatchObject({ tempoBpm: null, tonic: null, mode: null });
    const numbers = Object.values(analysis).filter((value) => typeof value === "number");
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(analysis.onsetsPerSecond).toBeLessThan(0.5);
  });
});
