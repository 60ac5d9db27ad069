/** From probabilities that move to a label that does not flicker: hysteresis, ties, "unsure" and dwell. */
import { EMOTIONS, type Emotion, type EmotionProbabilities } from "./emotion.ts";
import type { LabelLimits } from "./mood-options.ts";

/**
 * The label that the probabilities call for, given the one held: the held one while it has `leaveProbability`, else the
 * strongest if it has `enterProbability` and is clear of a tie, else null, "unsure".
 */
export function callLabel(
  probabilities: EmotionProbabilities,
  held: Emotion | null,
  limits: LabelLimits,
): Emotion | null {
  if (held !== null && probabilities[held] >= limits.leaveProbability) return held;
  const first = EMOTIONS.reduce((best, each) => (probabilities[each] > probabilities[best] ? each : best));
  const second = Math.max(...EMOTIONS.filter((each) => each !== first).map((each) => probabilities[each]));
  const clear = probabilities[first] - second >= limits.tieMargin;
  return clear && probabilities[first] >= limits.enterProbability ? first : null;
}

/**
 * Remembers for how long "unsure" has been called while a label is held, and lets it through after `unsureAfterMs` only:
 * on the way from one label to another the probabilities cross a stretch where neither is clear.
 * Returns the label to go by: `called`, or `held` while patience lasts.
 */
export function createPatience(unsureAfterMs: number) {
  let unsureSinceMs: number | null = null;
  return (called: Emotion | null, held: Emotion | null, timestampMs: number): Emotion | null => {
    if (called !== null || held === null) {
      unsureSinceMs = null;
      return called;
    }
    unsureSinceMs ??= timestampMs;
    return timestampMs - unsureSinceMs >= unsureAfterMs ? null : held;
  };
}

export interface SteadyLabelOptions extends LabelLimits {
  dwellMs: number;
  unsureAfterMs: number;
  enterEvidence: number;
  leaveEvidence: number;
}

export interface SteadyLabel {
  /** Takes the smoothed probabilities of now and returns the label to show. */
  update(probabilities: EmotionProbabilities, evidence: number, timestampMs: number): Emotion | null;
  /** When the present label, or "unsure", was taken on. */
  sinceMs(): number;
}

/** Makes a label that starts "unsure", takes its first emotion without waiting and then changes at most every `dwellMs`. */
export function createSteadyLabel(options: SteadyLabelOptions): SteadyLabel {
  const patient = createPatience(options.unsureAfterMs);
  let label: Emotion | null = null;
  let everSure = false;
  let since: number | null = null;
  return {
    update(probabilities, evidence, timestampMs) {
      since ??= timestampMs;
      const enough = evidence >= (label === null ? options.enterEvidence : options.leaveEvidence);
      const called = patient(enough ? callLabel(probabilities, label, options) : null, label, timestampMs);
      if (called !== label && (!everSure || timestampMs - since >= options.dwellMs)) {
        label = called;
        everSure = true;
        since = timestampMs;
      }
      return label;
    },
    sinceMs: () => since ?? 0,
  };
}
