/**
 * Compares fingerprints (core/signal/fingerprint): how many bits agree when one is laid over the other at the best place,
 * and the few keys by which copies find each other among a million without being compared with all.
 */
import { FINGERPRINT_RATE_HZ } from "../signal/fingerprint.ts";

/** Copies may begin so much apart: silence before, or an excerpt cut elsewhere because the lengths differ. */
const MOST_SHIFT_SECONDS = 15;
/** Fewer common words than this prove nothing. */
const LEAST_COMMON_SECONDS = 6;

/** Number of set bits of a 32-bit word. */
export function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * The share of bits that agree where the two lie best upon each other, 0..1: about .5 to .65 for different music, 1 for
 * the same sound. 0 where they have too little in common to say; words of silence are left out.
 */
export function fingerprintSimilarity(a: Uint32Array, b: Uint32Array): number {
  const mostShift = MOST_SHIFT_SECONDS * FINGERPRINT_RATE_HZ;
  let best = 0;
  for (let shift = -mostShift; shift <= mostShift; shift++) best = Math.max(best, similarityAt(a, b, shift));
  return best;
}

function similarityAt(a: Uint32Array, b: Uint32Array, shift: number): number {
  const first = Math.max(0, -shift);
  const last = Math.min(a.length, b.length - shift);
  let common = 0;
  let different = 0;
  for (let i = first; i < last; i++) {
    const left = a[i]!;
    const right = b[i + shift]!;
    if (left === 0 || right === 0) continue;
    common++;
    different += countBits(left ^ right);
  }
  return common < LEAST_COMMON_SECONDS * FINGERPRINT_RATE_HZ ? 0 : 1 - different / (32 * common);
}
