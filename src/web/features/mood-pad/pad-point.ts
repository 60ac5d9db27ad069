/** The arithmetic of the mood pad: from a place on the square to a point of the plane, and its words. Pure. */
import type { AffectPoint } from "../../../core/affect/emotion.ts";

/** One step of an arrow key; Page Up and Page Down take a tenth of the range, as range inputs do. */
export const PAD_STEP = 0.05;

function coordinate(share: number): number {
  const value = Math.min(1, Math.max(-1, share * 2 - 1));
  return Math.round(value / PAD_STEP) * PAD_STEP + 0;
}

/** The point under a place on the square, whose upper edge is the liveliest; beyond the edge the nearest point. */
export function pointAt(
  place: { x: number; y: number },
  square: { left: number; top: number; width: number; height: number },
): AffectPoint {
  return {
    valence: tidy(coordinate((place.x - square.left) / square.width)),
    arousal: tidy(coordinate(1 - (place.y - square.top) / square.height)),
  };
}

/** Two decimals and no negative zero: sums of steps leave crumbs. */
export function tidy(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/** An axis value in words, e.g. "40 % pleasant". */
export function axisWords(value: number, low: string, high: string): string {
  const share = Math.round(Math.abs(value) * 100);
  return share === 0 ? `neither ${low} nor ${high}` : `${share} % ${value < 0 ? low : high}`;
}
