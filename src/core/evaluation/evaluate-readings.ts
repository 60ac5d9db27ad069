/**
 * Judges a reader of emotions by labelled readings. The same definitions as in the training code's `metrics.py`, so that both
 * give the same figures for the same readings.
 */
import { EMOTIONS, type Emotion, type EmotionProbabilities } from "../affect/emotion.ts";
import { expectedCalibrationError, reliabilityBins, type ReliabilityBin } from "./calibration.ts";
import { classFigures, confusionMatrix, type ClassFigures, type ConfusionMatrix } from "./confusion.ts";
import { wilsonInterval } from "./wilson-interval.ts";

/** What a face shows and what was read from it. */
export interface LabelledReading {
  truth: Emotion;
  probabilities: EmotionProbabilities;
}

/** Every figure of an evaluation; shares are 0..1. */
export interface EvaluationFigures {
  n: number;
  accuracy: number;
  interval95: [low: number, high: number];
  /** Means over the classes that have examples. */
  macroPrecision: number;
  macroRecall: number;
  macroF1: number;
  /** Expected calibration error over `reliability`. */
  calibrationError: number;
  /** Mean of -ln(probability of the truth), in nats. */
  negativeLogLikelihood: number;
  /** The faces of these two classes alone, told apart by the larger of the two probabilities; null where one has no example. */
  happyAgainstSad: { n: number; accuracy: number; interval95: [low: number, high: number] } | null;
  perClass: ClassFigures[];
  /** `[truth][guess]`, both in the order of `EMOTIONS`. */
  confusion: ConfusionMatrix;
  reliability: ReliabilityBin[];
}

/** Probabilities below this count as this, so that one certain mistake does not make the mean infinite. */
const LEAST_PROBABILITY = 1e-12;

/** The most probable emotion; of equals the first in the order of `EMOTIONS`. */
export function likeliestEmotion(probabilities: EmotionProbabilities): Emotion {
  return EMOTIONS.reduce((best, emotion) => (probabilities[emotion] > probabilities[best] ? emotion : best));
}

/** @param readings at least one @throws RangeError for none */
export function evaluateReadings(readings: readonly LabelledReading[]): EvaluationFigures {
  const n = readings.length;
  if (n === 0) throw new RangeError("There is nothing to evaluate.");
  const guesses = readings.map(({ truth, probabilities }) => {
    const guess = likeliestEmotion(probabilities);
    return { truth, guess, confidence: probabilities[guess], right: guess === truth };
  });
  const right = guesses.filter((guess) => guess.right).length;
  const confusion = confusionMatrix(guesses);
  const perClass = classFigures(confusion);
  const reliability = reliabilityBins(guesses);
  return {
    n,
    accuracy: right / n,
    interval95: wilsonInterval(right, n),
    macroPrecision: meanOfPresent(perClass, "precision"),
    macroRecall: meanOfPresent(perClass, "recall"),
    macroF1: meanOfPresent(perClass, "f1"),
    calibrationError: expectedCalibrationError(reliability),
    negativeLogLikelihood: negativeLogLikelihood(readings),
    happyAgainstSad: pairFigures(readings, "happy", "sad"),
    perClass,
    confusion,
    reliability,
  };
}

function meanOfPresent(perClass: readonly ClassFigures[], figure: "precision" | "recall" | "f1"): number {
  const present = perClass.flatMap((row) => row[figure] ?? []);
  return present.reduce((sum, value) => sum + value, 0) / present.length;
}

function negativeLogLikelihood(readings: readonly LabelledReading[]): number {
  const cost = ({ truth, probabilities }: LabelledReading): number =>
    -Math.log(Math.max(LEAST_PROBABILITY, probabilities[truth]));
  return readings.reduce((sum, reading) => sum + cost(reading), 0) / readings.length;
}

function pairFigures(
  readings: readonly LabelledReading[],
  first: Emotion,
  second: Emotion,
): EvaluationFigures["happyAgainstSad"] {
  const chosen = readings.filter(({ truth }) => truth === first || truth === second);
  const firsts = chosen.filter(({ truth }) => truth === first).length;
  if (firsts === 0 || firsts === chosen.length) return null;
  const right = chosen.filter(
    ({ truth, probabilities }) => truth === (probabilities[first] >= probabilities[second] ? first : second),
  ).length;
  return { n: chosen.length, accuracy: right / chosen.length, interval95: wilsonInterval(right, chosen.length) };
}
