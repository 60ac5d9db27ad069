/**
 * The way from one mood to another on the valence-arousal plane, a step a bar, so that live music bends and never breaks.
 * What a mood does to the music is left to core/composition, which mood is wished for to the mood store.
 */
import { EMOTION_POINTS } from "../../core/affect/emotion.ts";
import type { PieceMood } from "../../core/composition/piece.ts";
import type { ChosenTarget } from "../mood-store.ts";

/** The longest step of one bar, on the plane whose axes run from -1 to 1. */
export const LONGEST_STEP = 0.25;

/** What the music should express for a target of the mood store. */
export function moodOfTarget(target: ChosenTarget): PieceMood {
  if ("emotion" in target) return { emotion: target.emotion, ...EMOTION_POINTS[target.emotion] };
  return { emotion: null, valence: target.valence, arousal: target.arousal };
}

/**
 * The next bar's mood. On the way it is a bare point; the class that was wished for is named on arrival, since it carries
 * a character of its own (anger and fear share a point).
 */
export function stepTowards(from: PieceMood, to: PieceMood): PieceMood {
  const [across, up] = [to.valence - from.valence, to.arousal - from.arousal];
  const distance = Math.hypot(across, up);
  if (distance <= LONGEST_STEP) return to;
  const share = LONGEST_STEP / distance;
  return { emotion: null, valence: from.valence + across * share, arousal: from.arousal + up * share };
}
