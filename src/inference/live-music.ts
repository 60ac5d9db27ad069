/**
 * Music without an end, bar by bar: each in the mood that holds when it is asked for, bending there from the one before.
 * It remembers the last bars, so that what was composed ahead can be taken back when the mood changes.
 */
import type { AffectPoint } from "../core/affect/emotion.ts";
import { moodOfWish } from "../core/composition/compose-request.ts";
import { attributesForMood, bendTowards, modeOf, type MusicAttributes } from "../core/composition/mood-attributes.ts";
import { TICKS_PER_BAR, type Mode, type PieceMood } from "../core/composition/piece.ts";
import { MoodSyncError } from "../core/errors.ts";
import { nextBar, startMusic, type ComposedBar, type MusicPlan, type MusicState } from "./composer-bar.ts";

/** So many bars may be taken back. */
export const LONGEST_REWIND_BARS = 16;

export interface LiveMusic {
  /**
   * Compose bar `index`: the next, or one of the last `LONGEST_REWIND_BARS` anew, which forgets what came after it.
   * One bar at a time. @throws MoodSyncError `composer.bar-gone`, `composer.busy`, `mood.unknown`, `mood.out-of-range`
   */
  bar(index: number, mood: PieceMood | AffectPoint): Promise<ComposedBar>;
}

/** Where the music was before a bar. */
interface Moment {
  state: MusicState;
  /** Of the bar before; null before the first. */
  attributes: MusicAttributes | null;
  mode: Mode | undefined;
}

export function createLiveMusic(plan: MusicPlan): LiveMusic {
  /** By bar, the last one that of the bar that comes next. */
  let moments: Moment[] = [{ state: startMusic(plan), attributes: null, mode: undefined }];
  let busy = false;

  async function compose(at: number, wished: PieceMood): Promise<ComposedBar> {
    const { state, attributes: before, mode: modeBefore } = moments[at]!;
    const target = attributesForMood(wished);
    const attributes = before === null ? target : bendTowards(before, target);
    const mode = modeOf(target, modeBefore);
    const { tokens, performed, state: after } = await nextBar(plan, state, { mood: wished, attributes, mode });
    const { index } = state;
    moments = [...moments.slice(0, at + 1), { state: after, attributes, mode }].slice(-1 - LONGEST_REWIND_BARS);
    const bpm = Math.round(attributes.tempo * 100) / 100;
    return { ...performed, index, startTicks: index * TICKS_PER_BAR, bpm, mode, tokens };
  }

  return {
    async bar(index, mood) {
      const wished = moodOfWish("emotion" in mood ? { mood } : { point: mood });
      const at = moments.findIndex(({ state }) => state.index === index);
      if (at < 0) throw new MoodSyncError("composer.bar-gone", `Bar ${index} cannot be composed now.`);
      if (busy)
        throw new MoodSyncError("composer.busy", "The bar before is still being composed.", { kind: "conflict" });
      busy = true;
      try {
        return await compose(at, wished);
      } finally {
        busy = false;
      }
    },
  };
}
