/**
 * The peaks of long spectra: partials of tones, placed between bins by a parabola through the logarithms.
 * What they add up to is left to `chroma.ts` (pitch classes) and `roughness.ts` (beating).
 */
import { forEachSpectrum } from "./stft.ts";

/** Bins of 2.7 Hz at 22.05 kHz, so that semitones are apart from about 90 Hz up. */
export const PEAK_STFT = { frameSize: 8192, hopSize: 4096 };
const LOWEST_HZ = 60;
const HIGHEST_HZ = 5000;
/** A peak counts when it is within this of the frame's strongest. */
const PEAK_RANGE_DB = 45;
/** |X|^2 of a frame's strongest bin below which it counts as silent. */
const SILENT_POWER = 1e-9;

/** The peaks of one frame, by rising frequency; the arrays are reused for the next frame. */
export interface PeakFrame {
  /** How many entries of the arrays are filled. */
  count: number;
  hz: Float64Array;
  /** |X|^2, a full-scale sine near 1. */
  power: Float64Array;
  strongestPower: number;
}

/** Visits the peaks of every frame that sounds. @param samples mono, -1..1 */
export function forEachPeakFrame(samples: Float32Array, sampleRateHz: number, visit: (peaks: PeakFrame) => void): void {
  const binHz = sampleRateHz / PEAK_STFT.frameSize;
  const most = PEAK_STFT.frameSize / 4;
  const peaks: PeakFrame = {
    count: 0,
    hz: new Float64Array(most),
    power: new Float64Array(most),
    strongestPower: 0,
  };
  forEachSpectrum(samples, PEAK_STFT, (power) => {
    collectPeaks(power, binHz, peaks);
    if (peaks.count > 0) visit(peaks);
  });
}

function collectPeaks(power: Float64Array, binHz: number, peaks: PeakFrame): void {
  const first = Math.max(2, Math.ceil(LOWEST_HZ / binHz));
  const last = Math.min(power.length - 3, Math.floor(HIGHEST_HZ / binHz));
  peaks.count = 0;
  let strongest = 0;
  for (let bin = first; bin <= last; bin++) if (power[bin]! > strongest) strongest = power[bin]!;
  peaks.strongestPower = strongest;
  if (strongest < SILENT_POWER) return;
  const threshold = strongest * 10 ** (-PEAK_RANGE_DB / 10);
  for (let bin = first; bin <= last; bin++) {
    const here = power[bin]!;
    if (here < threshold || here <= power[bin - 1]! || here < power[bin + 1]!) continue;
    if (here < power[bin - 2]! || here < power[bin + 2]!) continue;
    const left = Math.log(power[bin - 1]! + 1e-20);
    const centre = Math.log(here);
    const right = Math.log(power[bin + 1]! + 1e-20);
    const offset = (0.5 * (left - right)) / (left - 2 * centre + right || -1);
    peaks.hz[peaks.count] = (bin + Math.max(-0.5, Math.min(0.5, offset))) * binHz;
    peaks.power[peaks.count] = here;
    peaks.count++;
  }
}
