/**
 * The whole analysis of one excerpt: everything `TrackFeatures` holds but the mood, which `audio-affect.ts` draws from it.
 * Which excerpt of a file is analysed, and at what rate, is the caller's choice.
 */
import { measureChroma } from "./chroma.ts";
import { estimateKey, type Mode } from "./key.ts";
import { measureLoudness } from "./loudness.ts";
import { countOnsetsPerSecond, measureOnsets } from "./onset.ts";
import { estimateTempo } from "./tempo.ts";

/** Raised whenever the analysis or the map to a mood changes its results, so that stored features are made anew. */
export const ANALYSER_VERSION = 1;

export interface AudioAnalysis {
  /** Beats a minute, 45..215; null where no pulse was found. */
  tempoBpm: number | null;
  /** Pitch class of the tonic, C = 0; null where no key was found. */
  tonic: number | null;
  mode: Mode | null;
  /** Gated loudness (BS.1770-4) of the signal played by a stereo pair; -70 for silence. */
  loudnessLufs: number;
  /** Loudness range (EBU Tech 3342). */
  dynamicRangeDb: number;
  /** Mean spectral centroid; 0 for silence. */
  brightnessHz: number;
  onsetsPerSecond: number;
}

/**
 * Analyses a mono excerpt; silence and very short excerpts give neutral values, never an error.
 * @param samples -1..1, all finite
 * @param sampleRateHz 8 kHz or more; 22.05 kHz is what the rest is tuned to
 */
export function analyseAudio(samples: Float32Array, sampleRateHz: number): AudioAnalysis {
  const onsets = measureOnsets(samples, sampleRateHz);
  const key = estimateKey(measureChroma(samples, sampleRateHz));
  const loudness = measureLoudness(samples, sampleRateHz, 2);
  return {
    tempoBpm: estimateTempo(onsets),
    tonic: key?.tonic ?? null,
    mode: key?.mode ?? null,
    loudnessLufs: loudness.integratedLufs,
    dynamicRangeDb: loudness.rangeDb,
    brightnessHz: onsets.brightnessHz,
    onsetsPerSecond: countOnsetsPerSecond(onsets),
  };
}
