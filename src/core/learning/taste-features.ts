/**
 * What the learner sees of a track in a mood: a handful of cues, each about one standard deviation wide, and how near the mood
 * is to each of five places on the plane, so that a taste may be one when sad and another when happy.
 */
import { affectDistance, type AffectPoint } from "../affect/emotion.ts";
import type { Judgement, TrackSound } from "./judgement.ts";

/** Centre and spread of what is measured, near those that `core/signal/audio-affect` takes for usual. */
export const USUAL = {
  valence: { centre: 0, spread: 0.45 },
  arousal: { centre: 0, spread: 0.45 },
  tempoBpm: { centre: 118, spread: 29 },
  loudnessLufs: { centre: -12, spread: 6 },
  brightnessHz: { centre: 1800, spread: 1000 },
  onsetsPerSecond: { centre: 3.5, spread: 1.7 },
} as const;

/** No cue counts for more than this many spreads: a wrong measurement must not teach more than a right one. */
export const FURTHEST = 2.5;
/** A track's way from a mood that is not known: about the mean way between two tracks of a library. */
const UNKNOWN_DISTANCE = 0.6;

/** x in spreads from the centre, within `FURTHEST`; 0 where it was not measured. */
export function deviation(x: number | null, { centre, spread }: { centre: number; spread: number }): number {
  if (x === null || Number.isNaN(x)) return 0;
  return Math.max(-FURTHEST, Math.min(FURTHEST, (x - centre) / spread));
}

/** From the mood to the track on the plane. */
export function distanceTo({ sound, mood }: Pick<Judgement, "sound" | "mood">): number {
  return mood === null ? UNKNOWN_DISTANCE : affectDistance(sound, mood);
}

/** Writes the cues of a track heard in `mood` into `into`, one number for each of `CUES` from `at` on. */
export function writeCues(
  sound: TrackSound,
  mood: AffectPoint | null,
  into: Float64Array | Float32Array,
  at = 0,
): void {
  const tempo = deviation(sound.tempoBpm, USUAL.tempoBpm);
  into[at] = 1;
  into[at + 1] = distanceTo({ sound, mood });
  into[at + 2] = deviation(sound.valence, USUAL.valence);
  into[at + 3] = deviation(sound.arousal, USUAL.arousal);
  into[at + 4] = tempo;
  into[at + 5] = sound.tempoBpm === null ? 0 : tempo * tempo - 1;
  into[at + 6] = sound.mode === null ? 0 : sound.mode === "major" ? 1 : -1;
  into[at + 7] = deviation(sound.loudnessLufs, USUAL.loudnessLufs);
  into[at + 8] = deviation(sound.brightnessHz, USUAL.brightnessHz);
  into[at + 9] = deviation(sound.onsetsPerSecond, USUAL.onsetsPerSecond);
}

/** Pleasant and lively, tense, low, calm, neither: the quadrants of the plane and its middle. */
const PLACES: readonly AffectPoint[] = [
  { valence: 0.7, arousal: 0.45 },
  { valence: -0.6, arousal: 0.5 },
  { valence: -0.6, arousal: -0.4 },
  { valence: 0.45, arousal: -0.55 },
  { valence: 0, arousal: 0 },
];
/** How fast a place's say falls off. */
const PLACE_WIDTH = 0.35;

/** One for what holds in every mood, then one for each place. */
export const CONTEXT_COUNT = 1 + PLACES.length;

/** What a mood is made of: 1, then how much each place has a say, summing to 1; all alike where the mood is not known. */
export function contextOf(mood: AffectPoint | null): Float64Array {
  const context = new Float64Array(CONTEXT_COUNT);
  context[0] = 1;
  let total = 0;
  PLACES.forEach((place, i) => {
    const apart = mood === null ? 0 : affectDistance(mood, place) / PLACE_WIDTH;
    context[i + 1] = Math.exp(-0.5 * apart * apart);
    total += context[i + 1]!;
  });
  for (let i = 1; i < CONTEXT_COUNT; i++) context[i]! /= total;
  return context;
}
