/**
 * From measured cues to a point on the affect plane, fitted: two logistic regressions on songs that listeners labelled, one for
 * valence and one for arousal (models/song-mood/MODEL_CARD.md). Where a recording's cues lie beyond what the model was trained
 * on, the additive rule of `audio-affect.ts` speaks in its place, by the share of such cues.
 */
import type { AffectPoint } from "../affect/emotion.ts";
import type { AudioAnalysis } from "./analyse-audio.ts";
import { affectOfAudio } from "./audio-affect.ts";

/** The cues in the order of the weights; training/song_mood/features.py has the same list. */
export const SONG_MOOD_CUES = [
  "onsetsPerSecond",
  "fluxDb",
  "chromaEntropy",
  "tempoBpm",
  "decayDbPerSecond",
  "crestFactorDb",
  "dynamicRangeDb",
  "localMajorness",
  "localKeyStrength",
  "registerPitch",
] as const;
export type SongMoodCue = (typeof SONG_MOOD_CUES)[number];

/** Cues that are heard in ratios count in octaves; the addend keeps those that may be 0 finite. */
const OCTAVES: Readonly<Partial<Record<SongMoodCue, number>>> = { onsetsPerSecond: 0.5, tempoBpm: 0 };
const LEAST = 1e-6;

/** The weights of the fitted map; every array is in the order of `SONG_MOOD_CUES`. */
export interface SongMoodModel {
  /** Centre of the cues as they are spread out, between several kinds of sound. */
  mean: readonly number[];
  /** Their spread over the songs of one kind of sound. */
  std: readonly number[];
  valence: AxisWeights;
  arousal: AxisWeights;
  /** Share of the additive rule where no cue is strange, 0..1. */
  ruleShare: number;
  /** Deviations beyond which a cue is clipped and counts as strange. */
  furthest: number;
}

export interface AxisWeights {
  weights: readonly number[];
  bias: number;
}

/** Where the fitted map puts a recording, each strictly within -1..1, and what share of its cues (0..1) it does not know. */
export function fittedAffect(analysis: AudioAnalysis, model: SongMoodModel): AffectPoint & { strangeness: number } {
  let strange = 0;
  const sums = { valence: model.valence.bias, arousal: model.arousal.bias };
  SONG_MOOD_CUES.forEach((cue, i) => {
    const value = valueOf(analysis, cue);
    // What was not found counts as usual.
    if (value === null) return;
    const deviation = (value - model.mean[i]!) / model.std[i]!;
    if (Math.abs(deviation) > model.furthest) strange++;
    const clipped = Math.max(-model.furthest, Math.min(model.furthest, deviation));
    sums.valence += model.valence.weights[i]! * clipped;
    sums.arousal += model.arousal.weights[i]! * clipped;
  });
  return {
    valence: Math.tanh(sums.valence / 2),
    arousal: Math.tanh(sums.arousal / 2),
    strangeness: strange / SONG_MOOD_CUES.length,
  };
}

/** Valence and arousal of a recording, each strictly within -1..1: the fitted point, drawn to the rule's where it is strange. */
export function affectOfSong(analysis: AudioAnalysis, model: SongMoodModel): AffectPoint {
  const fitted = fittedAffect(analysis, model);
  const rule = affectOfAudio(analysis);
  const towards = model.ruleShare + (1 - model.ruleShare) * fitted.strangeness;
  const between = (a: number, b: number): number => (1 - towards) * a + towards * b;
  return { valence: between(fitted.valence, rule.valence), arousal: between(fitted.arousal, rule.arousal) };
}

function valueOf(analysis: AudioAnalysis, cue: SongMoodCue): number | null {
  const value = { ...analysis, ...analysis.cues }[cue];
  if (value === null || !Number.isFinite(value)) return null;
  const addend = OCTAVES[cue];
  return addend === undefined ? value : Math.log2(Math.max(value + addend, LEAST));
}
