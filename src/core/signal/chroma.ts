/**
 * Chroma: how much of each of the twelve pitch classes sounds, from the peaks of long spectra, whatever the tuning.
 * Naming a key from it is left to `key.ts`.
 */
import { forEachPeakFrame, type PeakFrame } from "./spectral-peaks.ts";

const LOWEST_HZ = 80;
const HIGHEST_HZ = 2200;
/** A peak may be the n-th partial of a lower tone; it votes for that tone with this share to the power n - 1. */
const PARTIAL_SHARE = 0.6;
const PARTIALS = 5;
const A4_HZ = 440;

export interface Chroma {
  /** Weight of each pitch class, C = 0; sums to 1, or all 0 where nothing tonal sounds. */
  pitchClasses: Float64Array;
  /** Deviation from A4 = 440 Hz, -50..50 cents. */
  tuningCents: number;
}

interface Peak {
  /** MIDI pitch, fractional. */
  pitch: number;
  weight: number;
}

/** Measures the chroma of a mono signal. */
export function measureChroma(samples: Float32Array, sampleRateHz: number): Chroma {
  const collector = createChromaCollector();
  forEachPeakFrame(samples, sampleRateHz, collector.add);
  return collector.finish();
}

/** Gathers a chroma frame by frame, for callers that read the same peaks for something else too. */
export function createChromaCollector(): { add: (frame: PeakFrame) => void; finish: () => Chroma } {
  const peaks: Peak[] = [];
  return {
    add({ count, hz, power, strongestPower }) {
      for (let i = 0; i < count; i++) {
        if (hz[i]! < LOWEST_HZ || hz[i]! > HIGHEST_HZ) continue;
        // The fourth root of the power tames loud notes: a melody must not drown the chords under it.
        const weight = (power[i]! / strongestPower) ** 0.25 * strongestPower ** 0.125;
        peaks.push({ pitch: 69 + 12 * Math.log2(hz[i]! / A4_HZ), weight });
      }
    },
    finish: () => chromaOf(peaks),
  };
}

function chromaOf(peaks: readonly Peak[]): Chroma {
  const tuning = estimateTuning(peaks);
  const pitchClasses = new Float64Array(12);
  for (const peak of peaks) {
    for (let partial = 1; partial <= PARTIALS; partial++) {
      const pitch = peak.pitch - tuning - 12 * Math.log2(partial);
      addSmoothly(pitchClasses, pitch, peak.weight * PARTIAL_SHARE ** (partial - 1));
    }
  }
  const sum = pitchClasses.reduce((total, value) => total + value, 0);
  return { pitchClasses: sum > 0 ? pitchClasses.map((value) => value / sum) : pitchClasses, tuningCents: tuning * 100 };
}

/** Circular mean of the peaks' distances from the nearest equal-tempered pitch, in semitones. */
function estimateTuning(peaks: readonly Peak[]): number {
  let [re, im] = [0, 0];
  for (const { pitch, weight } of peaks) {
    const angle = 2 * Math.PI * pitch;
    re += weight * Math.cos(angle);
    im += weight * Math.sin(angle);
  }
  return re === 0 && im === 0 ? 0 : Math.atan2(im, re) / (2 * Math.PI);
}

/** Adds to the nearest pitch class with a cosine fall-off, so that a quarter tone counts for nothing. */
function addSmoothly(pitchClasses: Float64Array, pitch: number, weight: number): void {
  const nearest = Math.round(pitch);
  const closeness = Math.cos(Math.PI * (pitch - nearest)) ** 2;
  pitchClasses[((nearest % 12) + 12) % 12]! += weight * closeness;
}

/** How evenly the twelve classes are used: 0 for one alone, 1 for all alike or for none (Shannon entropy over its maximum). */
export function chromaEntropy({ pitchClasses }: Chroma): number {
  let entropy = 0;
  let sum = 0;
  for (const share of pitchClasses) {
    sum += share;
    if (share > 0) entropy -= share * Math.log2(share);
  }
  return sum === 0 ? 1 : entropy / Math.log2(12);
}
