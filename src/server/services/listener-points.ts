/** Where the twelve moods lie for this listener: the mood's own point, drawn towards what was read or chosen of them lately. */
import type { AffectPoint } from "../../core/affect/emotion.ts";
import { emotionOfMood, moodPoint, type MoodName } from "../../core/affect/mood-names.ts";
import type { Storage } from "../db/storage.ts";

const LATELY_MS = 14 * 24 * 3_600_000;
/** As many readings weigh as much as the mood's own point does. */
const PRIOR_READINGS = 20;
/** A point that was chosen, and names no mood, is taken for a mood that no face shows where it lies this near to it. */
const MEANT_WITHIN = 0.25;

export async function listenerPoint(
  storage: Storage,
  { userId, mood, nowMs }: { userId: number; mood: MoodName; nowMs: number },
): Promise<AffectPoint> {
  const own = moodPoint(mood);
  const emotion = emotionOfMood(mood);
  const sinceMs = nowMs - LATELY_MS;
  const { count, point } =
    emotion === null
      ? await storage.moodReadings.meanPointNear(userId, own, MEANT_WITHIN, sinceMs)
      : await storage.moodReadings.meanPoint(userId, emotion, sinceMs);
  const share = count / (count + PRIOR_READINGS);
  return {
    valence: own.valence + share * (point.valence - own.valence),
    arousal: own.arousal + share * (point.arousal - own.arousal),
  };
}
