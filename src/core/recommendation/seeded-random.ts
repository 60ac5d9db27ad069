/** Randomness that a seed repeats exactly; `Math.random` is not used anywhere in `core`. */

/**
 * Makes a generator of numbers in [0, 1), uniform, by the mulberry32 recurrence (Tommy Ettinger, public domain): 32 bits of
 * state, fast, good enough to vary a playlist and never to keep a secret.
 * @param seed any number; its lower 32 bits count
 */
export function createSeededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
