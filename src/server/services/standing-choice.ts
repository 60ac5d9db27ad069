/** Which tracks stand in a mood's standing playlist: near the mood, and no piece that was composed for another one. Pure. */
import type { Emotion } from "../../core/affect/emotion.ts";
import type { Pick } from "../../core/recommendation/build-playlist.ts";

/** Neighbouring moods lie about .5 apart: what is farther off belongs to another list. */
const FARTHEST = 0.5;

/**
 * @param picks in playing order
 * @param composedFor the mood that composed pieces were made for, by track id; anger and fear share a point on the plane, and
 *   only this tells their pieces apart
 */
export function chooseStanding(
  picks: readonly Pick[],
  emotion: Emotion,
  composedFor: ReadonlyMap<number, Emotion>,
): Pick[] {
  return picks.filter(({ trackId, distance }) => {
    const made = composedFor.get(trackId);
    return made === undefined ? distance <= FARTHEST : made === emotion;
  });
}
