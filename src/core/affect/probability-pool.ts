/**
 * One distribution from several opinions: the linear opinion pool (Stone 1961). It pools the faces of a room; another
 * sense joins by the same rule, weighted by its reliability times its confidence, and an absent one has no opinion.
 */
import { mapEmotions, type EmotionProbabilities } from "./emotion.ts";

export interface Opinion {
  /** Calibrated: only then does a mean of probabilities mean anything. */
  probabilities: EmotionProbabilities;
  /** At least 0; only the proportions matter. */
  weight: number;
}

/** The weighted mean of the opinions, summing to 1; null where no opinion has any weight. */
export function poolProbabilities(opinions: readonly Opinion[]): EmotionProbabilities | null {
  const total = opinions.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) return null;
  return mapEmotions(
    (emotion) => opinions.reduce((sum, { probabilities, weight }) => sum + weight * probabilities[emotion], 0) / total,
  );
}

/**
 * How much each face counts for its size: the side of the face relative to the largest, so that one who sits twice as
 * near counts twice, not four times. All 1 where the area of any face is unknown.
 * @param areaShares shares of the frame, 0..1
 */
export function sizeWeights(areaShares: readonly (number | undefined)[]): number[] {
  const areas = areaShares.map((area) => (area !== undefined && area > 0 ? area : null));
  const largest = Math.max(...areas.map((area) => area ?? 0));
  if (areas.includes(null)) return areas.map(() => 1);
  return areas.map((area) => Math.sqrt((area ?? largest) / largest));
}
