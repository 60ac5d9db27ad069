import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../recommendation/seeded-random.ts";
import { EMOTIONS, mapEmotions, type Emotion, type EmotionProbabilities } from "./emotion.ts";
import {
  applyCalibration,
  facesShown,
  fitCalibration,
  MIN_FRAMES_PER_FACE,
  NO_CALIBRATION,
  TEMPERATURE_LIMITS,
  type CalibrationSample,
  type PersonalCalibration,
} from "./personal-calibration.ts";
import { tryCalibration } from "./personal-calibration-trial.ts";

function probabilitiesOf(scores: Record<Emotion, number>): EmotionProbabilities {
  const total = EMOTIONS.reduce((sum, emotion) => sum + Math.exp(scores[emotion]), 0);
  return mapEmotions((emotion) => Math.exp(scores[emotion]) / total);
}

/**
 * Frames whose true distribution is known, as a reader sees them that is off by the inverse of `planted`: applying
 * `planted` to what it says gives the truth back. The face shown is drawn from the truth.
 */
function plantedSamples(planted: PersonalCalibration, count: number, seed: number): CalibrationSample[] {
  const random = createSeededRandom(seed);
  const draw = (probabilities: EmotionProbabilities): Emotion => {
    let left = random();
    return EMOTIONS.find((emotion) => (left -= probabilities[emotion]) < 0) ?? "neutral";
  };
  return Array.from({ length: count }, () => {
    const scores = mapEmotions(() => 3 * (random() + random() + random() - 1.5));
    const truth = probabilitiesOf(scores);
    const seen = probabilitiesOf(
      mapEmotions((emotion) => planted.temperature * (Math.log(truth[emotion]) - planted.logBias[emotion])),
    );
    return { probabilities: seen, shown: draw(truth) };
  });
}

/** Frames that show `shown` and are read as each of `read` in turn, `share` sure. */
function poses(shown: Emotion, read: readonly Emotion[], share: number, count: number): CalibrationSample[] {
  return Array.from({ length: count }, (_, i) => {
    const as = read[i % read.length]!;
    return { shown, probabilities: mapEmotions((emotion) => (emotion === as ? share : (1 - share) / 6)) };
  });
}

const sumOf = (values: Record<Emotion, number>): number => EMOTIONS.reduce((sum, emotion) => sum + values[emotion], 0);

const PLANTED: PersonalCalibration = {
  logBias: { angry: -0.6, disgust: 0.5, fear: 0.9, happy: -0.4, sad: 0.7, surprise: -0.2, neutral: -0.9 },
  temperature: 1.5,
};

describe("fitCalibration", () => {
  it("recovers a planted bias and temperature", () => {
    const fitted = fitCalibration(plantedSamples(PLANTED, 20_000, 7));
    expect(Math.abs(fitted.temperature - PLANTED.temperature)).toBeLessThan(0.1);
    for (const emotion of EMOTIONS) {
      expect(Math.abs(fitted.logBias[emotion] - PLANTED.logBias[emotion]), emotion).toBeLessThan(0.12);
    }
  });

  it("finds next to nothing where nothing is off", () => {
    const fitted = fitCalibration(plantedSamples(NO_CALIBRATION, 20_000, 3));
    expect(Math.abs(fitted.temperature - 1)).toBeLessThan(0.06);
    for (const emotion of EMOTIONS) expect(Math.abs(fitted.logBias[emotion])).toBeLessThan(0.1);
  });

  it("does nothing with too few frames or faces", () => {
    expect(fitCalibration([])).toEqual(NO_CALIBRATION);
    const few = EMOTIONS.flatMap((emotion) => poses(emotion, ["sad"], 0.8, MIN_FRAMES_PER_FACE - 1));
    expect(fitCalibration(few)).toEqual(NO_CALIBRATION);
    expect(fitCalibration([...poses("sad", ["sad"], 0.8, 90), ...poses("happy", ["sad"], 0.8, 90)])).toEqual(
      NO_CALIBRATION,
    );
  });

  it("corrects less with fewer frames", () => {
    const shift = (count: number) =>
      fitCalibration(EMOTIONS.flatMap((e) => poses(e, [e, "sad"], 0.7, count))).logBias.sad;
    expect(shift(30)).toBeLessThan(shift(10));
    expect(shift(10)).toBeLessThan(-0.05);
  });

  it("leaves a face that was skipped alone", () => {
    const shown = EMOTIONS.filter((emotion) => emotion !== "disgust");
    const { logBias } = fitCalibration(shown.flatMap((e) => poses(e, [e, "sad"], 0.7, 30)));
    expect(logBias.disgust).toBe(0);
    expect(sumOf(logBias)).toBeCloseTo(0, 9);
    expect(logBias.sad).toBeLessThan(-0.2);
  });

  it("counts every face alike, however many frames it has", () => {
    const even = EMOTIONS.flatMap((e) => poses(e, [e], 0.7, 30));
    const uneven = [...even, ...poses("happy", ["happy"], 0.7, 300)];
    const { logBias } = fitCalibration(uneven);
    for (const emotion of EMOTIONS) expect(Math.abs(logBias[emotion])).toBeLessThan(1e-6);
  });

  it("gives the same for the same frames", () => {
    const samples = plantedSamples(PLANTED, 500, 5);
    expect(fitCalibration(samples)).toEqual(fitCalibration(samples));
  });

  it.each([
    ["always right and certain", (e: Emotion) => poses(e, [e], 1, 40)],
    ["always wrong and certain", (e: Emotion) => poses(e, [e === "sad" ? "happy" : "sad"], 1, 40)],
    ["always the same", (e: Emotion) => poses(e, ["neutral"], 0.99, 40)],
    ["not a number", (e: Emotion) => poses(e, [e], Number.NaN, 40)],
    ["all zero", (e: Emotion) => poses(e, [e], 0, 40).map((s) => ({ ...s, probabilities: mapEmotions(() => 0) }))],
  ])("stays finite and within limits where the reading is %s", (_what, samplesOf) => {
    const fitted = fitCalibration(EMOTIONS.flatMap(samplesOf));
    for (const emotion of EMOTIONS) expect(Number.isFinite(fitted.logBias[emotion])).toBe(true);
    expect(fitted.temperature).toBeGreaterThanOrEqual(TEMPERATURE_LIMITS.lowest - 1e-12);
    expect(fitted.temperature).toBeLessThanOrEqual(TEMPERATURE_LIMITS.highest + 1e-12);
  });
});

describe("applyCalibration", () => {
  const certain = mapEmotions((emotion) => (emotion === "fear" ? 1 : 0));

  it("changes nothing without a correction", () => {
    const probabilities = probabilitiesOf({
      angry: 1,
      disgust: -2,
      fear: 0.3,
      happy: 0,
      sad: 2,
      surprise: -1,
      neutral: 1,
    });
    const same = applyCalibration(probabilities, NO_CALIBRATION);
    for (const emotion of EMOTIONS) expect(same[emotion]).toBeCloseTo(probabilities[emotion], 9);
  });

  it.each([
    ["certain", certain],
    ["zero", mapEmotions(() => 0)],
    ["not a number", mapEmotions(() => Number.NaN)],
  ])("gives probabilities that sum to 1 for one that is %s", (_what, probabilities) => {
    for (const temperature of [0.5, 1, 2.5]) {
      const corrected = applyCalibration(probabilities, { ...PLANTED, temperature });
      expect(sumOf(corrected)).toBeCloseTo(1, 9);
      for (const emotion of EMOTIONS) expect(corrected[emotion]).toBeGreaterThanOrEqual(0);
    }
  });

  it("raises what has a positive bias and flattens with temperature", () => {
    const half = mapEmotions((emotion) => (emotion === "sad" || emotion === "fear" ? 0.5 : 0));
    const corrected = applyCalibration(half, PLANTED);
    expect(corrected.fear).toBeGreaterThan(corrected.sad);
    expect(applyCalibration(certain, { ...NO_CALIBRATION, temperature: 2.5 }).fear).toBeLessThan(1);
  });
});

describe("tryCalibration", () => {
  it("helps where the reading is off the same way throughout", () => {
    const trial = tryCalibration(plantedSamples(PLANTED, 1400, 11));
    expect(trial.verdict).toBe("helps");
    expect(trial.after.accuracy).toBeGreaterThan(trial.before.accuracy + 0.02);
    expect(trial.after.surprise).toBeLessThan(trial.before.surprise);
    expect(trial.calibration.logBias.fear).toBeGreaterThan(0.2);
  });

  it("is not taken where it does not help on the frames held out", () => {
    const right = tryCalibration(plantedSamples(NO_CALIBRATION, 210, 2));
    expect(right.verdict).toBe("no-help");
    expect(right.calibration).toEqual(NO_CALIBRATION);
  });

  it("does not help one who makes the same face every time", () => {
    const trial = tryCalibration(EMOTIONS.flatMap((e) => poses(e, ["happy"], 0.97, 30)));
    expect(trial.verdict).toBe("no-help");
    expect(trial.after.accuracy).toBeCloseTo(1 / 7);
  });

  it("judges by frames that were not fitted: what held in the first half alone does not count", () => {
    // First half: every face is read as sad; second half: sad is read as anything but. A correction fitted to all would shine on all.
    const samples = EMOTIONS.flatMap((e) => [
      ...poses(e, ["sad"], 0.6, 20),
      ...poses(e, [e === "sad" ? "neutral" : e], 0.9, 20),
    ]);
    expect(tryCalibration(samples).verdict).toBe("no-help");
  });

  it("says that there is too little, and tries nothing", () => {
    const trial = tryCalibration([...poses("happy", ["happy"], 0.9, 30), ...poses("sad", ["happy"], 0.9, 4)]);
    expect(trial.verdict).toBe("too-few");
    expect(trial.calibration).toEqual(NO_CALIBRATION);
    expect(trial.faces.map(({ emotion }) => emotion)).toEqual(["happy"]);
    expect(tryCalibration([]).verdict).toBe("too-few");
  });

  it("counts each face's frames read right, halves without the gap between them", () => {
    const samples = EMOTIONS.flatMap((e) => poses(e, [e, e, e, "neutral"], 0.7, 40));
    const { faces, before } = tryCalibration(samples);
    expect(faces).toHaveLength(EMOTIONS.length);
    const sad = faces.find(({ emotion }) => emotion === "sad")!;
    expect(sad.frames).toBe(36);
    expect(sad.before).toBeGreaterThan(0.7);
    expect(sad.before).toBeLessThan(0.8);
    expect(before.accuracy).toBeLessThan(0.85);
    expect(facesShown(samples)).toEqual([...EMOTIONS]);
  });
});
