/**
 * The whole analysis of one excerpt: everything `TrackFeatures` holds but the mood, which `audio-affect.ts` draws from it.
 * Which excerpt of a file is analysed, and at what rate, is the caller's choice. What each feature means, how far it can
 * be trusted and on what that was measured is in docs/features.md.
 */
import { measureDecay } from "./articulation.ts";
import { chromaEntropy, createChromaCollector } from "./chroma.ts";
import { measureDanceability } from "./danceability.ts";
import { estimateKey, type Mode } from "./key.ts";
import { createLocalKeyCollector, type LocalKey } from "./local-key.ts";
import { measureCrestFactor, measureLoudness } from "./loudness.ts";
import { countOnsetsPerSecond, measureOnsets, ONSET_STFT } from "./onset.ts";
import { createRegisterCollector, type Register } from "./register.ts";
import { createRoughnessCollector } from "./roughness.ts";
import { forEachPeakFrame } from "./spectral-peaks.ts";
import { createShapeCollector } from "./spectral-shape.ts";
import { estimateTempo } from "./tempo.ts";

/** Raised whenever the analysis or the map to a mood changes its results, so that stored features are made anew. */
export const ANALYSER_VERSION = 2;

export interface AudioAnalysis {
  /** Beats a minute, 45..215; null where no pulse was found. */
  tempoBpm: number | null;
  /** Pulse clarity: how fully the onsets repeat after one beat, 0 (no pulse) .. 1 (a metronome). */
  beatStrength: number;
  /** Pitch class of the tonic, C = 0; null where no key was found. */
  tonic: number | null;
  mode: Mode | null;
  /** Correlation of the pitch classes with the key's profile, 0 (no key) .. 1. */
  keyStrength: number;
  /** How major the sound is, whatever its key: -1 (minor) .. 1 (major), 0 undecided or no key. */
  majorness: number;
  /** How evenly the twelve pitch classes are used: 0 for a lone one .. 1 for all alike. */
  chromaEntropy: number;
  /** Gated loudness (BS.1770-4) of the signal played by a stereo pair; -70 for silence. */
  loudnessLufs: number;
  /** Loudness range (EBU Tech 3342). */
  dynamicRangeDb: number;
  /** Highest sample over root mean square, of the mono mix; 0 for silence. */
  crestFactorDb: number;
  /** Mean spectral centroid; 0 for silence. */
  brightnessHz: number;
  /** Frequency below which 85 % of the power lies; 0 for silence. */
  rolloffHz: number;
  /** Spectral flatness: 0 (tones) .. 1 (white noise). */
  flatness: number;
  onsetsPerSecond: number;
  /** Mean rise of the spectrum from frame to frame over all bands: how much happens, not how often. */
  fluxDb: number;
  /** Sensory roughness by Sethares: 0 (nothing beats) .. 1 (every pair of partials beats its worst). */
  roughness: number;
  /** Danceability by detrended fluctuation analysis, 0..1. */
  danceability: number;
  /** What the fitted mood model hears besides; not stored (song-mood.ts). */
  cues: MoodCues;
}

export interface MoodCues extends LocalKey, Register {
  /** How fast sounds fade, dB a second. */
  decayDbPerSecond: number;
}

/**
 * Analyses a mono excerpt; silence and very short excerpts give neutral values, never an error.
 * @param samples -1..1, all finite
 * @param sampleRateHz 8 kHz or more; 22.05 kHz is what the rest is tuned to
 */
export function analyseAudio(samples: Float32Array, sampleRateHz: number): AudioAnalysis {
  const shape = createShapeCollector(sampleRateHz, ONSET_STFT.frameSize);
  const onsets = measureOnsets(samples, sampleRateHz, shape.add);
  const [chromaCollector, roughness] = [createChromaCollector(), createRoughnessCollector()];
  const [localKey, register] = [createLocalKeyCollector(sampleRateHz), createRegisterCollector()];
  forEachPeakFrame(samples, sampleRateHz, (frame) => {
    chromaCollector.add(frame);
    roughness.add(frame);
    localKey.add(frame);
    register.add(frame);
  });
  const chroma = chromaCollector.finish();
  const key = estimateKey(chroma);
  const tempo = estimateTempo(onsets);
  const loudness = measureLoudness(samples, sampleRateHz, 2);
  const { rolloffHz, flatness } = shape.finish();
  return {
    tempoBpm: tempo?.bpm ?? null,
    beatStrength: tempo?.clarity ?? 0,
    tonic: key?.tonic ?? null,
    mode: key?.mode ?? null,
    keyStrength: key?.strength ?? 0,
    majorness: Math.max(-1, Math.min(1, key?.majorness ?? 0)),
    chromaEntropy: chromaEntropy(chroma),
    loudnessLufs: loudness.integratedLufs,
    dynamicRangeDb: loudness.rangeDb,
    crestFactorDb: measureCrestFactor(samples),
    brightnessHz: onsets.brightnessHz,
    rolloffHz,
    flatness,
    onsetsPerSecond: countOnsetsPerSecond(onsets),
    fluxDb: mean(onsets.strengthDb),
    roughness: roughness.finish(),
    danceability: measureDanceability(samples, sampleRateHz),
    cues: {
      ...localKey.finish(),
      ...register.finish(),
      decayDbPerSecond: measureDecay(samples, sampleRateHz),
    },
  };
}

function mean(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
