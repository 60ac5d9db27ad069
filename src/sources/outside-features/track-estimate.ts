/**
 * A guess at a track's mood from what others say of it, for as long as its own sound has not been measured here; the
 * measurement always wins. Where a guess comes from is named with it.
 */
import type { AffectPoint } from "../../core/affect/emotion.ts";
import { affectOfTempo } from "../../core/signal/audio-affect.ts";
import { affectOfWords } from "./mood-lexicon.ts";

/** In order of trust: the music's own tags, measured features of the recording, listeners' tags. */
export const ESTIMATE_ORIGINS = ["tags", "reccobeats", "lastfm"] as const;
export type EstimateOrigin = (typeof ESTIMATE_ORIGINS)[number];

export interface TrackEstimate extends AffectPoint {
  origin: EstimateOrigin;
  /** Null where nobody says. */
  tempoBpm: number | null;
}

/** From moods and tempo in the tags: the moods decide; a tempo alone says a little. Null where there is neither. */
export function estimateFromTags(moods: readonly string[], tempoBpm: number | null): TrackEstimate | null {
  const words = affectOfWords(moods.map((word) => ({ word, weight: 1 })));
  const point = words ?? (tempoBpm === null ? null : affectOfTempo(tempoBpm));
  return point && { origin: "tags", valence: point.valence, arousal: point.arousal, tempoBpm };
}

/** Whether `a` is to be believed rather than `b`. */
export function isMoreTrusted(a: EstimateOrigin, b: EstimateOrigin): boolean {
  return ESTIMATE_ORIGINS.indexOf(a) < ESTIMATE_ORIGINS.indexOf(b);
}
