import { describe, expect, it } from "vitest";
import { mapEmotions, type Emotion, type EmotionProbabilities } from "../affect/emotion.ts";
import { expectedCalibrationError, reliabilityBins } from "./calibration.ts";
import { classFigures, confusionMatrix } from "./confusion.ts";
import { evaluateReadings, likeliestEmotion, type LabelledReading } from "./evaluate-readings.ts";
import { wilsonInterval } from "./wilson-interval.ts";

/** The given shares, zero for the others. */
const shares = (given: Partial<EmotionProbabilities>): EmotionProbabilities => mapEmotions((name) => given[name] ?? 0);
const read = (truth: Emotion, given: Partial<EmotionProbabilities>): LabelledReading => ({
  truth,
  probabilities: shares(given),
});

describe("wilsonInterval", () => {
  it("gives the values of the published example and of the training code", () => {
    // Newcombe 1998, Stat. Med. 17, table I, method 3: 81 of 263 and 15 of 148.
    expect(wilsonInterval(81, 263)[0]).toBeCloseTo(0.2553, 4);
    expect(wilsonInterval(81, 263)[1]).toBeCloseTo(0.3662, 4);
    expect(wilsonInterval(15, 148)[0]).toBeCloseTo(0.0624, 4);
    expect(wilsonInterval(15, 148)[1]).toBeCloseTo(0.1605, 4);
  });

  it("stays within 0 and 1 at the ends", () => {
    expect(wilsonInterval(0, 20)[0]).toBe(0);
    expect(wilsonInterval(0, 20)[1]).toBeCloseTo(0.1611, 4);
    expect(wilsonInterval(1, 1)[1]).toBe(1);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});

describe("classFigures", () => {
  /** Four happy (three found, one taken for sad), two sad (one found, one taken for happy), one fear taken for surprise. */
  const matrix = confusionMatrix([
    { truth: "happy", guess: "happy" },
    { truth: "happy", guess: "happy" },
    { truth: "happy", guess: "happy" },
    { truth: "happy", guess: "sad" },
    { truth: "sad", guess: "sad" },
    { truth: "sad", guess: "happy" },
    { truth: "fear", guess: "surprise" },
  ]);
  const of = (emotion: Emotion) => classFigures(matrix).find((row) => row.emotion === emotion);

  it("counts truth by row and guess by column", () => {
    expect(matrix[3]).toEqual([0, 0, 0, 3, 1, 0, 0]);
    expect(matrix[2]).toEqual([0, 0, 0, 0, 0, 1, 0]);
  });

  it("gives precision, recall and F1", () => {
    expect(of("happy")).toMatchObject({ n: 4, guessed: 4, precision: 0.75, recall: 0.75, f1: 0.75 });
    expect(of("sad")).toMatchObject({ n: 2, guessed: 2, precision: 0.5, recall: 0.5, f1: 0.5 });
  });

  it("gives 0 to a class never found, and nothing to one without examples", () => {
    expect(of("fear")).toMatchObject({ n: 1, guessed: 0, precision: 0, recall: 0, f1: 0 });
    expect(of("surprise")).toEqual({
      emotion: "surprise",
      n: 0,
      guessed: 1,
      precision: null,
      recall: null,
      recallInterval95: null,
      f1: null,
    });
  });
});

describe("calibration", () => {
  it("weighs each bin's gap by what it holds", () => {
    // Two bins: (.2 wrong, .4 right) -> gap |.3 - .5| = .2 with weight .5; (.8 right, 1 right) -> |.9 - 1| = .1 with weight .5.
    const guesses = [
      { confidence: 0.2, right: false },
      { confidence: 0.4, right: true },
      { confidence: 0.8, right: true },
      { confidence: 1, right: true },
    ];
    const bins = reliabilityBins(guesses, 2);
    expect(bins.map(({ n, right }) => [n, right])).toEqual([
      [2, 1],
      [2, 2],
    ]);
    expect(bins[0]?.meanConfidence).toBeCloseTo(0.3, 12);
    expect(expectedCalibrationError(bins)).toBeCloseTo(0.15, 12);
  });

  it("puts an edge into the upper bin and 1 into the last", () => {
    const bins = reliabilityBins([
      { confidence: 0.5, right: true },
      { confidence: 1, right: true },
    ]);
    expect(bins).toHaveLength(15);
    expect(bins[7]?.n).toBe(1);
    expect(bins[14]?.n).toBe(1);
    expect(bins[0]).toMatchObject({ n: 0, meanConfidence: null, accuracy: null });
  });
});

describe("likeliestEmotion", () => {
  it("takes the first of equals", () => {
    expect(likeliestEmotion(shares({ fear: 0.5, sad: 0.5 }))).toBe("fear");
  });
});

describe("evaluateReadings", () => {
  const figures = evaluateReadings([
    read("happy", { happy: 0.5, sad: 0.25, neutral: 0.25 }),
    read("happy", { neutral: 0.5, happy: 0.25, sad: 0.25 }),
    read("sad", { sad: 0.5, happy: 0.25, fear: 0.25 }),
    read("sad", { neutral: 0.5, happy: 0.25, sad: 0.125, fear: 0.125 }),
  ]);

  it("counts what is right", () => {
    expect(figures).toMatchObject({ n: 4, accuracy: 0.5 });
    expect(figures.interval95).toEqual(wilsonInterval(2, 4));
  });

  it("averages over the classes that have examples", () => {
    // Happy and sad alike: precision 1 of 1, recall 1 of 2, F1 2/3. Neutral was guessed but has no example.
    expect(figures.macroPrecision).toBe(1);
    expect(figures.macroRecall).toBe(0.5);
    expect(figures.macroF1).toBeCloseTo(2 / 3, 12);
  });

  it("measures the probability given to the truth", () => {
    // Truths got 1/2, 1/4, 1/2, 1/8: (1 + 2 + 1 + 3) / 4 powers of two.
    expect(figures.negativeLogLikelihood).toBeCloseTo((7 / 4) * Math.LN2, 12);
    expect(figures.calibrationError).toBeCloseTo(0, 12);
  });

  it("tells happy from sad whatever the other classes got", () => {
    // Right, right (a tie goes to happy), right, wrong.
    expect(figures.happyAgainstSad).toMatchObject({ n: 4, accuracy: 0.75 });
    expect(evaluateReadings([read("happy", { happy: 1 })]).happyAgainstSad).toBeNull();
  });

  it("bears a truth that got nothing", () => {
    expect(evaluateReadings([read("fear", { happy: 1 })]).negativeLogLikelihood).toBeCloseTo(-Math.log(1e-12), 9);
  });

  it("refuses to judge by nothing", () => {
    expect(() => evaluateReadings([])).toThrow(RangeError);
  });
});
