/**
 * From measured cues to a point on the affect plane: an additive map, one documented weight per cue and axis.
 *
 * Eerola, Friberg and Bresin ("Emotional expression in music: contribution, linearity, and additivity of primary musical
 * cues", Frontiers in Psychology 4:487, 2013) varied six cues independently and found that they act almost linearly and
 * without interaction, in the order mode, tempo, register, dynamics, articulation, timbre. The form of the map and the
 * order of its weights follow them; the weights themselves are set by hand, not fitted. What a recording shows of the
 * cues: mode and tempo directly, dynamics as loudness and loudness range, articulation as onset density, register and
 * timbre together as brightness.
 */
import type { AffectPoint } from "../affect/emotion.ts";
import type { AudioAnalysis } from "./analyse-audio.ts";

/** Cues as deviations from a usual recording, in its standard deviations; mode is 1 major, -1 minor, 0 unknown. */
export interface AffectCues {
  mode: number;
  tempo: number;
  loudness: number;
  loudnessRange: number;
  brightness: number;
  onsetDensity: number;
}

/** How much one standard deviation (of mode: major instead of unknown) moves each axis before the squash. */
export const CUE_WEIGHTS: Readonly<Record<keyof AffectCues, AffectPoint>> = {
  mode: { valence: 0.45, arousal: 0 },
  tempo: { valence: 0.25, arousal: 0.3 },
  loudness: { valence: -0.08, arousal: 0.3 },
  loudnessRange: { valence: 0, arousal: -0.05 },
  brightness: { valence: 0.12, arousal: 0.15 },
  onsetDensity: { valence: 0.12, arousal: 0.2 },
};

const CUE_NAMES = ["mode", "tempo", "loudness", "loudnessRange", "brightness", "onsetDensity"] as const;

/**
 * Centre and spread of each cue; tempo and brightness are in octaves, as they are heard.
 * Tempo and loudness lie near the mean and spread of streaming catalogues (119 bpm, 29; -11.5 dB, 7); brightness, onset
 * density and range are estimates for popular recordings.
 */
const USUAL = {
  tempoBpm: { centre: 117, octaves: 0.36 },
  loudnessLufs: { centre: -12, spread: 6 },
  rangeDb: { centre: 6, spread: 4 },
  brightnessHz: { centre: 1700, octaves: 0.7 },
  onsetsPerSecond: { centre: 3.5, spread: 1.7 },
} as const;

/** No cue counts for more than this many deviations. */
const FURTHEST = 3;

/** Normalises an analysis to cues; what was not found counts as usual. */
export function cuesOfAudio(analysis: Omit<AudioAnalysis, "cues">): AffectCues {
  const { tempoBpm, mode } = analysis;
  return {
    mode: mode === null ? 0 : mode === "major" ? 1 : -1,
    tempo: tempoBpm === null ? 0 : octavesFrom(tempoBpm, USUAL.tempoBpm),
    loudness: deviation(analysis.loudnessLufs, USUAL.loudnessLufs),
    loudnessRange: deviation(analysis.dynamicRangeDb, USUAL.rangeDb),
    brightness: octavesFrom(analysis.brightnessHz, USUAL.brightnessHz),
    onsetDensity: deviation(analysis.onsetsPerSecond, USUAL.onsetsPerSecond),
  };
}

/** Valence and arousal of a recording, each strictly within -1..1: the tanh of the weighted sum of its cues. */
export function affectOfAudio(analysis: Omit<AudioAnalysis, "cues">): AffectPoint {
  return affectOfCues(cuesOfAudio(analysis));
}

/** What a tempo alone says of music that is usual in all else; for tracks whose sound was not measured. */
export function affectOfTempo(tempoBpm: number): AffectPoint {
  const usual = { mode: 0, loudness: 0, loudnessRange: 0, brightness: 0, onsetDensity: 0 };
  return affectOfCues({ ...usual, tempo: octavesFrom(tempoBpm, USUAL.tempoBpm) });
}

function affectOfCues(cues: AffectCues): AffectPoint {
  const sum = { valence: 0, arousal: 0 };
  for (const name of CUE_NAMES) {
    sum.valence += CUE_WEIGHTS[name].valence * cues[name];
    sum.arousal += CUE_WEIGHTS[name].arousal * cues[name];
  }
  return { valence: Math.tanh(sum.valence), arousal: Math.tanh(sum.arousal) };
}

function deviation(value: number, { centre, spread }: { centre: number; spread: number }): number {
  return clamped((value - centre) / spread);
}

function octavesFrom(value: number, { centre, octaves }: { centre: number; octaves: number }): number {
  return value <= 0 ? -FURTHEST : clamped(Math.log2(value / centre) / octaves);
}

/** What is no number counts as usual. */
function clamped(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-FURTHEST, Math.min(FURTHEST, value));
}
