/** Which tracks stand in a mood's standing playlist: near the mood, and no piece that was composed for another one. Pure. */
import type { Emotion } from "../../core/affect/emotion.ts";
import { emotionOfMood, type MoodName } from "../../core/affect/mood-names.ts";
import type { Pick } from "../../core/recommendation/build-playlist.ts";

/** Neighbouring moods lie about .5 apart: what is farther off belongs to another list. */
const FARTHEST = 0.5;

/**
 * @param picks in playing order
 * @param composedFor the mood that composed pieces were made for, by track id; anger and fear share a point on the plane, and
 *   only this tells their pieces apart. For a mood that no face shows, pieces were composed at its point, and that decides
 */
export function chooseStanding(
  picks: readonly Pick[],
  mood: MoodName,
  composedFor: ReadonlyMap<number, Emotion>,
): Pick[] {
  const emotion = emotionOfMood(mood);
  return picks.filter(({ trackId, distance }) => {
    const made = emotion === null ? undefined : composedFor.get(trackId);
    return made === undefined ? distance <= FARTHEST : made === emotion;
  });
}
