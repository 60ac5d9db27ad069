/**
 * Chroma: how much of each of the twelve pitch classes sounds, from the peaks of long spectra, whatever the tuning.
 * Naming a key from it is left to `key.ts`.
 */
import { forEachSpectrum } from "./stft.ts";

/** Bins of 2.7 Hz at 22.05 kHz, so that semitones are apart from about 90 Hz up. */
const CHROMA_STFT = { frameSize: 8192, hopSize: 4096 };
const LOWEST_HZ = 80;
const HIGHEST_HZ = 2200;
/** A peak counts when it is within this of the frame's strongest. */
const PEAK_RANGE_DB = 45;
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
  const peaks: Peak[] = [];
  const binHz = sampleRateHz / CHROMA_STFT.frameSize;
  forEachSpectrum(samples, CHROMA_STFT, (power) => collectPeaks(power, binHz, peaks));
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

function collectPeaks(power: Float64Array, binHz: number, peaks: Peak[]): void {
  const first = Math.max(2, Math.ceil(LOWEST_HZ / binHz));
  const last = Math.min(power.length - 3, Math.floor(HIGHEST_HZ / binHz));
  let strongest = 0;
  for (let bin = first; bin <= last; bin++) if (power[bin]! > strongest) strongest = power[bin]!;
  if (strongest < 1e-9) return;
  const threshold = strongest * 10 ** (-PEAK_RANGE_DB / 10);
  for (let bin = first; bin <= last; bin++) {
    const here = power[bin]!;
    if (here < threshold || here <= power[bin - 1]! || here < power[bin + 1]!) continue;
    if (here < power[bin - 2]! || here < power[bin + 2]!) continue;
    const [left, centre, right] = [
      Math.log(power[bin - 1]! + 1e-20),
      Math.log(here),
      Math.log(power[bin + 1]! + 1e-20),
    ];
    const offset = (0.5 * (left - right)) / (left - 2 * centre + right || -1);
    const hz = (bin + Math.max(-0.5, Math.min(0.5, offset))) * binHz;
    // The fourth root of the power tames loud notes: a melody must not drown the chords under it.
    peaks.push({ pitch: 69 + 12 * Math.log2(hz / A4_HZ), weight: (here / strongest) ** 0.25 * strongest ** 0.125 });
  }
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
