/** Whether a confidence means what it says: of the faces read with 80 % confidence, are 80 % read rightly? */

/** One guess: how sure it was (0..1) and whether it was right. */
export interface ScoredGuess {
  confidence: number;
  right: boolean;
}

/** The guesses whose confidence lies in `[low, high)`; the last bin holds 1 too. */
export interface ReliabilityBin {
  low: number;
  high: number;
  n: number;
  right: number;
  /** Null in an empty bin. */
  meanConfidence: number | null;
  /** Share of right guesses; null in an empty bin. */
  accuracy: number | null;
}

/** Bins of the expected calibration error, as in Guo et al. 2017. */
export const CALIBRATION_BINS = 15;

/** Sort guesses into bins of equal width, empty ones included. */
export function reliabilityBins(guesses: readonly ScoredGuess[], bins = CALIBRATION_BINS): ReliabilityBin[] {
  const counts = Array.from({ length: bins }, () => ({ n: 0, right: 0, confidence: 0 }));
  for (const { confidence, right } of guesses) {
    const bin = counts[Math.min(bins - 1, Math.floor(confidence * bins))]!;
    bin.n++;
    bin.confidence += confidence;
    if (right) bin.right++;
  }
  return counts.map(({ n, right, confidence }, i) => ({
    low: i / bins,
    high: (i + 1) / bins,
    n,
    right,
    meanConfidence: n === 0 ? null : confidence / n,
    accuracy: n === 0 ? null : right / n,
  }));
}

/** Expected calibration error (Naeini et al. 2015): the mean gap between confidence and accuracy, each bin weighing what it holds. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  if (total === 0) return 0;
  const gap = ({ meanConfidence, accuracy }: ReliabilityBin): number =>
    Math.abs((meanConfidence ?? 0) - (accuracy ?? 0));
  return bins.reduce((sum, bin) => sum + gap(bin) * bin.n, 0) / total;
}
