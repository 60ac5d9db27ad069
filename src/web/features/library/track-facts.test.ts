import { describe, expect, it } from "vitest";
import type { TrackFeatures } from "../../../contracts/tracks.ts";
import { UNMEASURED } from "../../../core/signal/unmeasured.ts";
import { factsOf, feelText, keyText, tempoText } from "./track-facts.ts";

const features: TrackFeatures = {
  analyserVersion: 1,
  tempoBpm: 121.6,
  tonic: 9,
  mode: "minor",
  loudnessLufs: -14,
  dynamicRangeDb: 8,
  brightnessHz: 2000,
  onsetsPerSecond: 2,
  ...UNMEASURED,
  valence: 0.5,
  arousal: 0.6,
};

describe("the facts of a song", () => {
  it("name key, tempo and feel", () => {
    expect(factsOf({ features })).toEqual(["lively, bright", "122 bpm", "A minor"]);
  });
  it("leave out what was not found", () => {
    expect(factsOf({ features: { ...features, tempoBpm: null, tonic: null, mode: null } })).toEqual(["lively, bright"]);
    expect(factsOf({ features: null })).toEqual([]);
    expect(keyText({ tonic: 0, mode: null })).toBe("C");
    expect(keyText({ tonic: 3, mode: "major" })).toBe("E♭ major");
    expect(tempoText(null)).toBeNull();
  });
  it.each([
    [-0.6, -0.5, "calm, dark"],
    [0, 0, "steady, mellow"],
    [0.3, -0.4, "calm, bright"],
  ])("a song at %s, %s feels %s", (valence, arousal, words) => {
    expect(feelText({ valence, arousal })).toBe(words);
  });
});
