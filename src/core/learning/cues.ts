/** The names of what the learner sees of a track in a mood; how they are measured is `taste-features`. */

/**
 * The cues, in the order of every weight vector. `level` is 1 for every track (how readily this listener keeps anything at all),
 * `distance` is the way from the mood to the track, `tempoExtreme` tells both the very slow and the very fast from the middle.
 */
export const CUES = [
  "level",
  "distance",
  "valence",
  "arousal",
  "tempo",
  "tempoExtreme",
  "mode",
  "loudness",
  "brightness",
  "onsets",
] as const;
export type Cue = (typeof CUES)[number];
export const CUE_COUNT = CUES.length;

/** Those that a listener would recognise as a taste, and that can be forgotten one by one. */
export const TASTE_CUES = ["valence", "arousal", "tempo", "mode", "loudness", "brightness", "onsets"] as const;
export type TasteCue = (typeof TASTE_CUES)[number];
