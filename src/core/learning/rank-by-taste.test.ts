import { expect, it } from "vitest";
import { EMOTION_POINTS } from "../affect/emotion.ts";
import { createCandidateIndex } from "../recommendation/candidate-index.ts";
import { packCues, worthByCode } from "./cue-codes.ts";
import { CUES } from "./cues.ts";
import { candidateOf, syntheticMusic } from "./fixtures/synthetic-music.ts";
import { writeTasteBias } from "./rank-by-taste.ts";
import { writeCues } from "./taste-features.ts";
import { fitTaste, PRIOR_SLOPE } from "./taste-model.ts";

it("says of every row what the weights say of its cues, to a hundredth", () => {
  const music = syntheticMusic({ tracks: 500, artists: 20, seed: 5 });
  const index = createCandidateIndex(music.map(candidateOf));
  const weights = Float64Array.from(CUES, (_, i) => 0.03 * (i - 4));
  const none = { drawn: new Float64Array(CUES.length), artists: new Float64Array(0), tracks: new Float64Array(0) };
  const bias = new Float32Array(index.size);
  const mood = EMOTION_POINTS.happy;
  writeTasteBias(index, fitTaste([], 0), { mood, weights, ...none }, bias);
  const cues = new Float64Array(CUES.length);
  for (const track of music) {
    writeCues(track, mood, cues);
    // "level" is the same for every row and moves none against another.
    const reward = cues.reduce((sum, cue, j) => sum + (CUES[j] === "level" ? 0 : cue * weights[j]!), 0);
    expect(Math.abs(bias[index.rowOf(track.trackId)!]! + reward / PRIOR_SLOPE)).toBeLessThan(0.01);
  }
});

it("packs what was measured in a byte each, apart from each other, and nothing for what was not", () => {
  const linear = worthByCode((deviation) => deviation);
  expect(packCues({})).toBe(0);
  expect(packCues({ tempoBpm: Number.NaN, loudnessLufs: null })).toBe(0);
  const packed = packCues({ tempoBpm: 147, onsetsPerSecond: 100 });
  expect(linear[packed & 255]).toBeCloseTo(1, 1);
  expect((packed >>> 8) & 0xffff).toBe(0);
  expect(linear[packed >>> 24]).toBeCloseTo(2.5);
  expect(packed).toBeGreaterThan(0);
});
