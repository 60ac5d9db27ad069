/** Which emotion was taken for which, and what follows for each class. */
import { EMOTIONS, type Emotion } from "../affect/emotion.ts";
import { wilsonInterval } from "./wilson-interval.ts";

/** Counts `[truth][guess]`, both in the order of `EMOTIONS`. */
export type ConfusionMatrix = number[][];

/** How one class fared; shares are 0..1, and null where the class has no example. */
export interface ClassFigures {
  emotion: Emotion;
  /** Examples of the class. */
  n: number;
  /** How often it was guessed, rightly or wrongly. */
  guessed: number;
  /** Of the guesses of this class, the share that was right; 0 for a class never guessed. */
  precision: number | null;
  /** Of the examples of this class, the share that was found. */
  recall: number | null;
  /** 95 % interval of the recall. */
  recallInterval95: [low: number, high: number] | null;
  /** Harmonic mean of precision and recall; 0 where both are. */
  f1: number | null;
}

/** Count pairs of truth and guess. */
export function confusionMatrix(pairs: Iterable<{ truth: Emotion; guess: Emotion }>): ConfusionMatrix {
  const matrix = EMOTIONS.map(() => EMOTIONS.map(() => 0));
  for (const { truth, guess } of pairs) matrix[EMOTIONS.indexOf(truth)]![EMOTIONS.indexOf(guess)]!++;
  return matrix;
}

/** The figures of every class, in the order of `EMOTIONS`. */
export function classFigures(matrix: ConfusionMatrix): ClassFigures[] {
  return EMOTIONS.map((emotion, c) => {
    const right = matrix[c]![c]!;
    const n = matrix[c]!.reduce((sum, count) => sum + count, 0);
    const guessed = matrix.reduce((sum, row) => sum + row[c]!, 0);
    if (n === 0) return { emotion, n, guessed, precision: null, recall: null, recallInterval95: null, f1: null };
    const precision = guessed === 0 ? 0 : right / guessed;
    const recall = right / n;
    const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return { emotion, n, guessed, precision, recall, recallInterval95: wilsonInterval(right, n), f1 };
  });
}
