/**
 * A limiter that looks ahead: turns down before a true peak comes and up again slowly after it, on both channels alike, so that
 * nothing is clipped and the picture in the room stays where it is.
 */
import { truePeaks } from "./true-peak.ts";

const LOOK_AHEAD_S = 0.004;
const RELEASE_S = 0.12;

/**
 * Limits stereo sound in place.
 * @param ceiling largest true peak, as an amplitude
 * @returns the largest reduction, decibels
 */
export function limitPeaks(left: Float32Array, right: Float32Array, sampleRate: number, ceiling: number): number {
  const gains = neededGains(left, right, ceiling);
  if (gains === null) return 0;
  const reach = Math.max(1, Math.round(LOOK_AHEAD_S * sampleRate));
  const lowest = slidingMinimum(gains, reach);
  const recovery = 1 - Math.exp(-1 / (RELEASE_S * sampleRate));
  let gain = 1;
  let least = 1;
  for (let i = 0; i < lowest.length; i++) {
    gain = Math.min(lowest[i]!, gain + (1 - gain) * recovery);
    lowest[i] = gain;
    least = Math.min(least, gain);
  }
  applyAveraged(lowest, reach, left, right);
  return -20 * Math.log10(least);
}

/** The gain that each sample needs by itself, or null where none needs any. */
function neededGains(left: Float32Array, right: Float32Array, ceiling: number): Float32Array | null {
  const gains = truePeaks(left, ceiling);
  const others = truePeaks(right, ceiling);
  let any = false;
  for (let i = 0; i < gains.length; i++) {
    const peak = Math.max(gains[i]!, others[i]!);
    any ||= peak > ceiling;
    gains[i] = peak > ceiling ? ceiling / peak : 1;
  }
  return any ? gains : null;
}

/** The minimum over `reach` samples before and after each, by a queue of candidates (each enters and leaves once). */
function slidingMinimum(values: Float32Array, reach: number): Float32Array {
  const result = new Float32Array(values.length);
  const candidates = new Int32Array(values.length);
  let [first, end] = [0, 0];
  for (let i = 0; i < values.length + reach; i++) {
    if (i < values.length) {
      while (end > first && values[candidates[end - 1]!]! >= values[i]!) end--;
      candidates[end++] = i;
    }
    const centre = i - reach;
    if (centre < 0) continue;
    while (candidates[first]! < centre - reach) first++;
    result[centre] = values[candidates[first]!]!;
  }
  return result;
}

/** Multiplies by the mean of the gains around each sample; each of those is low enough for it, so the mean is. */
function applyAveraged(gains: Float32Array, reach: number, left: Float32Array, right: Float32Array): void {
  const at = (index: number): number => gains[Math.min(Math.max(index, 0), gains.length - 1)]!;
  let sum = 0;
  for (let i = -reach; i <= reach; i++) sum += at(i);
  const width = 2 * reach + 1;
  for (let i = 0; i < left.length; i++) {
    const gain = Math.min(1, sum / width);
    left[i] = left[i]! * gain;
    right[i] = right[i]! * gain;
    sum += at(i + reach + 1) - at(i - reach);
  }
}
