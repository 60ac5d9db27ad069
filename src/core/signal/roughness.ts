/**
 * Sensory roughness: how much the partials beat with one another, after Plomp and Levelt (JASA 38, 1965) in the closed form of
 * Sethares ("Local consonance and the relationship between timbre and scale", JASA 94(3), 1993, equation 3).
 */
import type { PeakFrame } from "./spectral-peaks.ts";

/** Sethares' fit: the two decays, the point of greatest dissonance, and how the critical band widens with frequency. */
const SLOW = 3.5;
const FAST = 5.75;
const WORST = 0.24;
const WIDTH_SLOPE = 0.0207;
const WIDTH_OFFSET_HZ = 18.96;
/** The largest value of exp(-SLOW x) - exp(-FAST x), by which the curve is divided to reach 1. */
const LARGEST = (() => {
  const x = Math.log(FAST / SLOW) / (FAST - SLOW);
  return Math.exp(-SLOW * x) - Math.exp(-FAST * x);
})();
/** Pairs further apart than this many times the worst distance hardly beat (under 1 %). */
const FURTHEST = 8;
/** The strongest peaks of a frame that count; the rest is below what is heard beside them. */
const MOST_PEAKS = 40;

/**
 * Dissonance of two sines of the same strength, 0 in unison, 1 at the worst distance (a quarter of a critical band).
 * @param lowHz the lower one
 */
export function pairDissonance(lowHz: number, highHz: number): number {
  const distance = (WORST * (highHz - lowHz)) / (WIDTH_SLOPE * lowHz + WIDTH_OFFSET_HZ);
  return (Math.exp(-SLOW * distance) - Math.exp(-FAST * distance)) / LARGEST;
}

/** Gathers roughness frame by frame; frames count by their strongest amplitude. */
export function createRoughnessCollector(): { add: (frame: PeakFrame) => void; finish: () => number } {
  let [sum, weights] = [0, 0];
  return {
    add(frame) {
      const weight = Math.sqrt(frame.strongestPower);
      sum += weight * frameRoughness(frame);
      weights += weight;
    },
    finish: () => (weights === 0 ? 0 : sum / weights),
  };
}

/** Dissonance of all pairs, each by the product of its amplitudes, over what it would be were every pair the worst: 0..1. */
export function frameRoughness({ count, hz, power }: PeakFrame): number {
  const threshold = weakestOfStrongest(power, count);
  const kept: number[] = [];
  for (let i = 0; i < count; i++) if (power[i]! >= threshold) kept.push(i);
  let [sum, total, squares] = [0, 0, 0];
  for (let a = 0; a < kept.length; a++) {
    const low = hz[kept[a]!]!;
    const amplitude = Math.sqrt(power[kept[a]!]!);
    const limit = low + (FURTHEST * (WIDTH_SLOPE * low + WIDTH_OFFSET_HZ)) / WORST / SLOW;
    total += amplitude;
    squares += amplitude * amplitude;
    for (let b = a + 1; b < kept.length && hz[kept[b]!]! < limit; b++) {
      sum += amplitude * Math.sqrt(power[kept[b]!]!) * pairDissonance(low, hz[kept[b]!]!);
    }
  }
  const pairs = (total * total - squares) / 2;
  return pairs <= 0 ? 0 : sum / pairs;
}

function weakestOfStrongest(power: Float64Array, count: number): number {
  if (count <= MOST_PEAKS) return 0;
  return power.slice(0, count).sort()[count - MOST_PEAKS]!;
}
