/** Every constant of the mood's steadiness, in one place, with the reason for its value. */

/** Limits between which a label is taken on and given up. */
export interface LabelLimits {
  /** Probability from which a class may become the label, 0..1. */
  enterProbability: number;
  /** Probability below which the label is given up, 0..1; the gap to `enterProbability` stops flicker. */
  leaveProbability: number;
  /** A class becomes the label only when this far ahead of the second: nearer is a tie, and a tie is "unsure". */
  tieMargin: number;
}

export interface MoodTrackerOptions extends LabelLimits {
  /** Time constant of the average behind a face's mood, ms. */
  faceTimeConstantMs: number;
  /** Shortest time that a label of a face or the room stays, ms; the very first label need not wait. */
  dwellMs: number;
  /** How long a label must have been unclear before "unsure" takes its place, ms. */
  unsureAfterMs: number;
  /** Evidence (see `time-average`) below which a face without a label gets none, 0..1. */
  enterEvidence: number;
  /** Evidence below which a face loses its label, 0..1. */
  leaveEvidence: number;
  /** How long a face that is not seen is remembered, ms. */
  graceMs: number;
  /** Longest time for which a single frame may speak, ms: after a gap it does not speak for the gap. */
  maxCreditMs: number;
  /** Time constant of the average behind the music's mood, ms. */
  musicTimeConstantMs: number;
  /** Shortest time between two changes of the music's mood, ms. */
  musicDwellMs: number;
  /** The same after the very first music mood, ms: it stands on two seconds of evidence and may be wrong. */
  musicFirstDwellMs: number;
  /** Evidence in the slow average at which a clear label starts the music, 0..1. */
  musicFirstEvidence: number;
  /** Evidence in the slow average without which the music is never changed, and never started by an unsure mood, 0..1. */
  musicChangeEvidence: number;
  /** Distance on the plane that the point may drift before the music follows it under the same label. */
  musicDrift: number;
  /** Distance on the plane within which the slow average counts as arrived at the room's mood. */
  musicSettled: number;
}

/**
 * The average (1-2 s), the limits (.45 and .35), the dwell (2-3 s) and the slower music state (10-15 s average, 20-30 s
 * dwell) are the middle of the ranges the project's model notes start from; what people report first of such
 * systems is a label that flickers. The others follow from these:
 * - `unsureAfterMs`: two thirds of the time constant, the time in which an average crosses from one label to the next
 *   through the stretch where neither is clear.
 * - `enterEvidence` .25: with a confidence of .9 the first label comes after .5 s; a confidence below .25 never gives one.
 * - `musicFirstEvidence` .055: with a confidence of .95 to .5, a first music mood after about 2 to 3 s.
 * - `musicChangeEvidence` .2: after an absence, about 4 s of a new face before the music turns to it.
 * - `graceMs` 1500: one time constant; a turned head is back by then, and a stranger does not inherit the mood.
 * - `maxCreditMs` 500: two frames a second are still continuous.
 * - `musicDrift` .35: about a faint smile against a frank one.
 * - `musicSettled` .2: above the jitter of the room's point, below half of what lies between two moods.
 */
export const DEFAULT_MOOD_OPTIONS: Readonly<MoodTrackerOptions> = {
  enterProbability: 0.45,
  leaveProbability: 0.35,
  tieMargin: 0.05,
  faceTimeConstantMs: 1_500,
  dwellMs: 2_500,
  unsureAfterMs: 1_000,
  enterEvidence: 0.25,
  leaveEvidence: 0.15,
  graceMs: 1_500,
  maxCreditMs: 500,
  musicTimeConstantMs: 12_000,
  musicDwellMs: 25_000,
  musicFirstDwellMs: 8_000,
  musicFirstEvidence: 0.055,
  musicChangeEvidence: 0.2,
  musicDrift: 0.35,
  musicSettled: 0.2,
};
