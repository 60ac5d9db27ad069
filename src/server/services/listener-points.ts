/** Where the seven moods lie for this listener: the class's own point, drawn towards what was read of them lately. */
import { EMOTION_POINTS, type AffectPoint, type Emotion } from "../../core/affect/emotion.ts";
import type { Storage } from "../db/storage.ts";

const LATELY_MS = 14 * 24 * 3_600_000;
/** As many readings weigh as much as the class's own point does. */
const PRIOR_READINGS = 20;

export async function listenerPoint(
  storage: Storage,
  { userId, emotion, nowMs }: { userId: number; emotion: Emotion; nowMs: number },
): Promise<AffectPoint> {
  const { count, point } = await storage.moodReadings.meanPoint(userId, emotion, nowMs - LATELY_MS);
  const own = EMOTION_POINTS[emotion];
  const share = count / (count + PRIOR_READINGS);
  return {
    valence: own.valence + share * (point.valence - own.valence),
    arousal: own.arousal + share * (point.arousal - own.arousal),
  };
}
