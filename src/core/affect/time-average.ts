/**
 * An exponential average of probabilities over time rather than over frames, so that 5 and 60 frames a second agree.
 * What the average means for a label is left to `steady-label`.
 */
import { EMOTIONS, mapEmotions, type EmotionProbabilities } from "./emotion.ts";

/** A face's first frame speaks for this long, as there is no earlier frame to measure from; about one frame at 20 fps. */
const FIRST_CREDIT_MS = 50;

export interface TimeAverage {
  /** Takes an observation that has held since the last call; `confidence` in 0..1 is its weight. */
  add(probabilities: EmotionProbabilities, confidence: number, timestampMs: number): void;
  /** Lets time pass without an observation. */
  rest(timestampMs: number): void;
  /** The average, summing to 1; null while there is no observation. */
  probabilities(): EmotionProbabilities | null;
  /**
   * Confidence-weighted share of the recent past that was observed, 0..1.
   * Starts at 0, tends to the mean confidence while observations come, and fades while none do.
   */
  evidence(): number;
  /** Mean confidence of the observations in the average, 0..1. */
  confidence(): number;
}

/**
 * Makes an average whose weights fall by 1/e every `timeConstantMs`. It is normalised by the sum of its weights, so it is
 * unbiased from the first frame. A frame speaks for at most `maxCreditMs`: one frame after a hidden tab does not
 * outweigh what follows it.
 */
export function createTimeAverage(timeConstantMs: number, maxCreditMs: number): TimeAverage {
  const sums = new Float64Array(EMOTIONS.length);
  let weight = 0;
  let observed = 0;
  let lastMs: number | null = null;

  /** Fades what is there and returns the milliseconds since the last call. */
  function pass(timestampMs: number): number {
    const elapsedMs = lastMs === null ? FIRST_CREDIT_MS : Math.max(0, timestampMs - lastMs);
    lastMs = Math.max(timestampMs, lastMs ?? timestampMs);
    const kept = Math.exp(-elapsedMs / timeConstantMs);
    for (let i = 0; i < sums.length; i++) sums[i]! *= kept;
    weight *= kept;
    observed *= kept;
    return elapsedMs;
  }

  return {
    add(probabilities, confidence, timestampMs) {
      const credit = 1 - Math.exp(-Math.min(pass(timestampMs), maxCreditMs) / timeConstantMs);
      EMOTIONS.forEach((emotion, i) => {
        sums[i]! += credit * confidence * probabilities[emotion];
      });
      weight += credit * confidence;
      observed += credit;
    },
    rest(timestampMs) {
      pass(timestampMs);
    },
    probabilities() {
      if (weight < Number.MIN_VALUE * 2 ** 60) return null;
      return mapEmotions((_, i) => sums[i]! / weight);
    },
    evidence: () => weight,
    confidence: () => (observed > 0 ? Math.min(1, weight / observed) : 0),
  };
}
