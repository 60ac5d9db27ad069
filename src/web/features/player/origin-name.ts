/** What a playlist was made for, as the page writes it. */
import { affectDistance, type AffectPoint } from "../../../core/affect/emotion.ts";
import { moodNameWord, moodPoint, nearestMoodName } from "../../../core/affect/mood-names.ts";
import { describeMood } from "../../../core/affect/mood-words.ts";
import { moodNameTitle } from "../mood-display/emotion-order.ts";
import type { PlaylistOrigin } from "../../playback/queue.ts";

/** A way ends at a mood where it ends as near as a dragged waypoint can be put. */
const SAME_PLACE = 0.05;

/** "calm" where a way ends at one of the twelve moods, else the plane's nearest word. */
export function goalWord(goal: AffectPoint): string {
  const name = nearestMoodName(goal);
  return affectDistance(moodPoint(name), goal) <= SAME_PLACE ? moodNameWord(name) : describeMood(goal);
}

/** What a playlist was wished for: a mood by its name, a way to one, a point of the plane, or songs like another. */
export function originName({ mood, goal, wish }: Pick<PlaylistOrigin, "mood" | "goal" | "wish">): string {
  if (wish === "similar") return "More of that kind";
  if (goal !== null) return `On the way to ${goalWord(goal)}`;
  if (mood === null) return "Your own mood";
  return moodNameTitle(mood);
}
