/** What a wish means: which of the twelve moods it names, if any, and where on the plane it lies. */
import type { MoodTarget } from "../../contracts/common.ts";
import type { AffectPoint } from "../../core/affect/emotion.ts";
import { moodPoint, type MoodName } from "../../core/affect/mood-names.ts";

export interface MeantMood {
  /** Null where only a point was asked for. */
  mood: MoodName | null;
  point: AffectPoint;
}

export function meantMood(target: MoodTarget): MeantMood {
  if ("emotion" in target) return { mood: target.emotion, point: moodPoint(target.emotion) };
  if ("name" in target) return { mood: target.name, point: moodPoint(target.name) };
  return { mood: null, point: { valence: target.valence, arousal: target.arousal } };
}
