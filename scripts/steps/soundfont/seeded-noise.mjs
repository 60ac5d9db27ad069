/** Randomness that a seed repeats exactly, so that every build of the SoundFont is the same to the last bit. */

/**
 * Uniform numbers in [0, 1) by the mulberry32 recurrence (Tommy Ettinger, public domain).
 * @param {number} seed its lower 32 bits count
 * @returns {() => number}
 */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * White noise, uniform in -1..1.
 * @param {number} length samples
 * @param {number} seed
 */
export function whiteNoise(length, seed) {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => 2 * random() - 1);
}
