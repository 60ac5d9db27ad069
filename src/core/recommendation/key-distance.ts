/** How far two keys lie apart for somebody who hears one after the other. */

/** The most that `keyDistance` gives. */
export const FARTHEST_KEYS = 7;

/** Semitones from a minor key's tonic up to that of its relative major. */
const TO_RELATIVE_MAJOR = 3;
/** Semitones of a fifth: multiplied by it, pitch classes stand in the order of the circle of fifths. */
const FIFTH = 7;

/**
 * Steps on the circle of fifths between two keys, relative major and minor in one place, and one more where the mode
 * changes: 0 the same key, 1 a neighbour on the "Camelot wheel" of disc jockeys, 7 the farthest. Null where a key is unknown.
 * @param tonicA pitch class, C = 0; -1 unknown
 * @param modeA 1 major, 2 minor, 0 unknown
 */
export function keyDistance(tonicA: number, modeA: number, tonicB: number, modeB: number): number | null {
  if (tonicA < 0 || tonicB < 0 || modeA === 0 || modeB === 0) return null;
  const apart = Math.abs(placeOnCircle(tonicA, modeA) - placeOnCircle(tonicB, modeB));
  return Math.min(apart, 12 - apart) + (modeA === modeB ? 0 : 1);
}

function placeOnCircle(tonic: number, mode: number): number {
  return ((mode === 2 ? tonic + TO_RELATIVE_MAJOR : tonic) * FIFTH) % 12;
}
