/** The mood of everyone in view together: faces pooled by evidence and size, then held steady like a face's. */
import type { EmotionProbabilities } from "./emotion.ts";
import { moodOf, type FaceMood } from "./face-moods.ts";
import type { Mood } from "./mood.ts";
import type { MoodTrackerOptions } from "./mood-options.ts";
import { poolProbabilities, sizeWeights } from "./probability-pool.ts";
import { createSteadyLabel, type SteadyLabel } from "./steady-label.ts";

/** What several faces come to before any label is chosen. */
export interface PooledFaces {
  probabilities: EmotionProbabilities;
  /** Weighted means over the faces, each 0..1. */
  evidence: number;
  observationConfidence: number;
}

/** Pools faces by evidence times size; null where there is none. */
export function poolFaces(
  faces: readonly {
    probabilities: EmotionProbabilities;
    evidence: number;
    observationConfidence: number;
    areaShare: number | undefined;
  }[],
): PooledFaces | null {
  if (faces.length === 0) return null;
  const sizes = sizeWeights(faces.map(({ areaShare }) => areaShare));
  const weights = faces.map(({ evidence }, i) => evidence * sizes[i]!);
  const probabilities = poolProbabilities(
    faces.map((face, i) => ({ probabilities: face.probabilities, weight: weights[i]! })),
  );
  if (probabilities === null) return null;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value, i) => sum + value * weights[i]!, 0) / total;
  return {
    probabilities,
    evidence: mean(faces.map(({ evidence }) => evidence)),
    observationConfidence: mean(faces.map(({ observationConfidence }) => observationConfidence)),
  };
}

/** Makes the room; `update` returns null while nobody is there, and whoever comes next finds it without a label. */
export function createRoomMood(options: MoodTrackerOptions): {
  update(faces: readonly FaceMood[], timestampMs: number): { mood: Mood; pooled: PooledFaces } | null;
} {
  let label: SteadyLabel | null = null;
  return {
    update(faces, timestampMs) {
      const pooled = poolFaces(faces.map((face) => ({ ...face, probabilities: face.mood.probabilities })));
      if (pooled === null) {
        label = null;
        return null;
      }
      label ??= createSteadyLabel(options);
      const emotion = label.update(pooled.probabilities, pooled.evidence, timestampMs);
      return { mood: moodOf(pooled.probabilities, emotion, pooled.observationConfidence, label.sinceMs()), pooled };
    },
  };
}
