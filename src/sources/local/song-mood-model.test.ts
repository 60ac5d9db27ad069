/** The fitted map that ships: it agrees with the training's own arithmetic, and nothing but the real weights is accepted. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MoodSyncError } from "../../core/errors.ts";
import type { AudioAnalysis } from "../../core/signal/analyse-audio.ts";
import { affectOfSong, fittedAffect, SONG_MOOD_CUES } from "../../core/signal/song-mood.ts";
import { parseSongMoodModel, readSongMoodModel, songMoodModel } from "./song-mood-model.ts";

const ROOT = new URL("../../../", import.meta.url);
const config = readFileSync(new URL("models/song-mood/config.json", ROOT), "utf8");
const weights = readFileSync(new URL("models/song-mood/weights.json", ROOT));

interface Golden {
  sha256: string;
  tolerance: number;
  cases: { name: string; analysis: AudioAnalysis; valence: number; arousal: number }[];
}
const golden: Golden = JSON.parse(readFileSync(new URL("tests/golden/song-mood.json", ROOT), "utf8"));
const golden0 = (name: string): AudioAnalysis => golden.cases.find((one) => one.name === name)!.analysis;

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof MoodSyncError) return error.code;
    throw error;
  }
  return "none";
}

describe("the map from cues to a point", () => {
  it("gives what training gave when it was exported", () => {
    expect(golden.sha256).toBe(createHash("sha256").update(weights).digest("hex"));
    expect(golden.cases).toHaveLength(4);
    for (const { analysis, valence, arousal } of golden.cases) {
      const point = affectOfSong(analysis, songMoodModel());
      expect(Math.abs(point.valence - valence)).toBeLessThan(golden.tolerance);
      expect(Math.abs(point.arousal - arousal)).toBeLessThan(golden.tolerance);
    }
  });

  it("calls the lively piece pleasant and aroused, the gloomy one neither", () => {
    const lively = affectOfSong(golden0("lively"), songMoodModel());
    const gloomy = affectOfSong(golden0("gloomy"), songMoodModel());
    expect(Math.min(lively.valence, lively.arousal)).toBeGreaterThan(0.2);
    expect(Math.max(gloomy.valence, gloomy.arousal)).toBeLessThan(-0.2);
  });

  it("arousal rises with the density of onsets, valence with how major the harmony is", () => {
    const still = golden0("gloomy");
    const at = (change: Partial<AudioAnalysis>) => fittedAffect({ ...still, ...change }, songMoodModel());
    expect(at({ onsetsPerSecond: 3 }).arousal).toBeGreaterThan(at({}).arousal);
    expect(at({ cues: { ...still.cues, localMajorness: 0.2 } }).valence).toBeGreaterThan(at({}).valence);
  });

  it("does not hear the level: a copy 20 dB softer is fitted alike", () => {
    const loud = golden0("lively");
    const soft = { ...loud, loudnessLufs: loud.loudnessLufs - 20 };
    expect(fittedAffect(soft, songMoodModel())).toEqual(fittedAffect(loud, songMoodModel()));
  });

  it("leaves the more to the rule the stranger a recording is, and stays within the plane", () => {
    const usual = fittedAffect(golden0("lively"), songMoodModel()).strangeness;
    const strange = fittedAffect(golden0("strange"), songMoodModel()).strangeness;
    expect(usual).toBeLessThan(0.1);
    expect(strange).toBeGreaterThan(0.3);
    const broken: AudioAnalysis = {
      ...golden0("strange"),
      onsetsPerSecond: Number.NaN,
      crestFactorDb: Number.POSITIVE_INFINITY,
    };
    for (const value of Object.values(affectOfSong(broken, songMoodModel()))) expect(Math.abs(value)).toBeLessThan(1);
  });
});

describe("the model's files", () => {
  it("are found and belong together", () => {
    expect(readSongMoodModel(new URL("models/song-mood/", ROOT)).valence.weights).toHaveLength(SONG_MOOD_CUES.length);
  });

  it("are refused where the weights are others, one byte being enough", () => {
    const other = Buffer.from(weights.toString("utf8").replace("bias", "biaS"));
    expect(codeOf(() => parseSongMoodModel(config, other))).toBe("model.hash-mismatch");
    expect(() => parseSongMoodModel(config, other)).toThrow(/weights do not belong to its config\.json/);
  });

  it("are refused where they hear other cues, or are broken, or absent", () => {
    const renamed = JSON.stringify({ ...JSON.parse(config), cues: SONG_MOOD_CUES.toReversed() });
    expect(codeOf(() => parseSongMoodModel(renamed, weights))).toBe("model.cues-mismatch");
    expect(codeOf(() => parseSongMoodModel("{", weights))).toBe("model.config-invalid");
    expect(codeOf(() => parseSongMoodModel("{}", weights))).toBe("model.config-invalid");
    const short = Buffer.from(JSON.stringify({ ...JSON.parse(weights.toString("utf8")), mean: [1] }));
    const signed = JSON.stringify({ ...JSON.parse(config), sha256: createHash("sha256").update(short).digest("hex") });
    expect(codeOf(() => parseSongMoodModel(signed, short))).toBe("model.config-invalid");
    expect(codeOf(() => readSongMoodModel(new URL("models/nowhere/", ROOT)))).toBe("model.missing");
  });
});
