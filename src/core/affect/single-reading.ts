/** "Detect my mood": one mood out of all the frames of about two seconds, or out of the one frame of a photo. */
import type { Emotion } from "./emotion.ts";
import { isUsable, moodOf } from "./face-moods.ts";
import type { FaceFrame, FaceObservation, Mood } from "./mood.ts";
import { DEFAULT_MOOD_OPTIONS } from "./mood-options.ts";
import { poolProbabilities } from "./probability-pool.ts";
import { poolFaces } from "./room-mood.ts";
import { callLabel } from "./steady-label.ts";

/**
 * Every face averaged over the frames by confidence, then all faces pooled by how much they were seen and how large they
 * are, so that what flashes up in one frame hardly counts. Null when no frame has a usable face; `emotion` null when the
 * faces say nothing clear. `sinceMs` is the first frame's time.
 */
export function summariseReadings(observations: readonly FaceFrame[]): Mood | null {
  const byFace = new Map<number, FaceObservation[]>();
  for (const face of observations.flatMap((frame) => frame.faces.filter(isUsable))) {
    const seen = byFace.get(face.id);
    if (seen === undefined) byFace.set(face.id, [face]);
    else seen.push(face);
  }
  const faces = [...byFace.values()].map((seen) => summariseFace(seen, observations.length));
  const pooled = poolFaces(faces.filter((face) => face !== null));
  const first = observations[0];
  if (pooled === null || first === undefined) return null;
  const enough = pooled.evidence >= DEFAULT_MOOD_OPTIONS.enterEvidence;
  const emotion: Emotion | null = enough ? callLabel(pooled.probabilities, null, DEFAULT_MOOD_OPTIONS) : null;
  return moodOf(pooled.probabilities, emotion, pooled.observationConfidence, first.timestampMs);
}

function summariseFace(seen: readonly FaceObservation[], frames: number) {
  const confidences = seen.map(({ confidence }) => Math.min(1, confidence));
  const probabilities = poolProbabilities(
    seen.map((face, i) => ({ probabilities: face.probabilities, weight: confidences[i]! })),
  );
  if (probabilities === null) return null;
  const total = confidences.reduce((sum, confidence) => sum + confidence, 0);
  const areas = seen.map(({ areaShare }) => areaShare).filter((area) => area !== undefined);
  return {
    probabilities,
    evidence: total / frames,
    observationConfidence: total / seen.length,
    areaShare: areas.length === 0 ? undefined : areas.reduce((sum, area) => sum + area, 0) / areas.length,
  };
}
