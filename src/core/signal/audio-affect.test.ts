import { describe, expect, test } from "vitest";
import { piece } from "../../../tests/synth/music.ts";
import { gain } from "../../../tests/synth/waveforms.ts";
import { analyseAudio, type AudioAnalysis } from "./analyse-audio.ts";
import { affectOfAudio } from "./audio-affect.ts";

const USUAL: Omit<AudioAnalysis, "cues"> = {
  tempoBpm: 117,
  beatStrength: 0.4,
  tonic: 0,
  mode: null,
  keyStrength: 0.8,
  majorness: 0,
  chromaEntropy: 0.9,
  loudnessLufs: -12,
  dynamicRangeDb: 6,
  crestFactorDb: 14,
  brightnessHz: 1700,
  rolloffHz: 2500,
  flatness: 0.02,
  onsetsPerSecond: 3.5,
  fluxDb: 0.8,
  roughness: 0.05,
  danceability: 0.4,
};
const RATE_HZ = 22_050;
const affectOfPiece = (options: Partial<Parameters<typeof piece>[0]>) =>
  affectOfAudio(analyseAudio(piece({ tempoBpm: 100, seconds: 20, sampleRateHz: RATE_HZ, ...options }), RATE_HZ));

function rising(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > values[i - 1]!);
}

describe("affectOfAudio", () => {
  test("the usual recording of unknown mode is neutral", () => {
    expect(affectOfAudio(USUAL)).toEqual({ valence: 0, arousal: 0 });
  });

  test.each([
    ["tempoBpm", [70, 90, 110, 130, 160]],
    ["loudnessLufs", [-25, -18, -12, -8, -5]],
    ["brightnessHz", [800, 1200, 1700, 2500, 4000]],
    ["onsetsPerSecond", [0, 2, 4, 6, 8]],
  ] as const)("arousal rises with %s", (name, values) => {
    expect(rising(values.map((value) => affectOfAudio({ ...USUAL, [name]: value }).arousal))).toBe(true);
  });

  test("valence rises from minor over unknown to major, and with tempo", () => {
    const modes = (["minor", null, "major"] as const).map((mode) => affectOfAudio({ ...USUAL, mode }).valence);
    expect(rising(modes)).toBe(true);
    const tempi = [70, 90, 110, 130, 160].map((tempoBpm) => affectOfAudio({ ...USUAL, tempoBpm }).valence);
    expect(rising(tempi)).toBe(true);
  });

  test("extremes and missing values stay finite and within the plane", () => {
    const extremes = [
      { ...USUAL, tempoBpm: null, loudnessLufs: -70, brightnessHz: 0, onsetsPerSecond: 0 },
      { ...USUAL, tempoBpm: 215, loudnessLufs: 10, brightnessHz: 10_000, onsetsPerSecond: 20, mode: "major" as const },
    ].map(affectOfAudio);
    for (const { valence, arousal } of extremes) {
      expect(Math.abs(valence)).toBeLessThan(1);
      expect(Math.abs(arousal)).toBeLessThan(1);
    }
    expect(extremes[0]!.arousal).toBeLessThan(-0.85);
    expect(extremes[1]!.arousal).toBeGreaterThan(0.85);
  });

  test("heard music: faster, louder and brighter is more aroused; major and faster more positive", () => {
    expect(affectOfPiece({ tempoBpm: 150 }).arousal).toBeGreaterThan(affectOfPiece({ tempoBpm: 75 }).arousal + 0.3);
    expect(affectOfPiece({ brightness: 1 }).arousal).toBeGreaterThan(affectOfPiece({ brightness: 0 }).arousal + 0.05);
    expect(affectOfPiece({ mode: "major" }).valence).toBeGreaterThan(affectOfPiece({ mode: "minor" }).valence + 0.5);
    expect(affectOfPiece({ tempoBpm: 150 }).valence).toBeGreaterThan(affectOfPiece({ tempoBpm: 75 }).valence + 0.2);
    const samples = piece({ tempoBpm: 100, seconds: 20, sampleRateHz: RATE_HZ });
    const [loud, soft] = [samples, gain(samples, -15)].map((each) => affectOfAudio(analyseAudio(each, RATE_HZ)));
    expect(loud!.arousal).toBeGreaterThan(soft!.arousal + 0.15);
  });
});
