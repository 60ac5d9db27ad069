/** The arithmetic of a dragged path: moving one waypoint by pointer or key, and what is left of the way. Pure. */
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import { PAD_STEP, tidy } from "../mood-pad/pad-point.ts";

/** One arrow key, and one with Shift or by page. */
const LARGE_STEP = PAD_STEP * 4;

const DIRECTIONS: Readonly<Record<string, { valence: number; arousal: number; step?: number }>> = {
  ArrowRight: { valence: 1, arousal: 0 },
  ArrowLeft: { valence: -1, arousal: 0 },
  ArrowUp: { valence: 0, arousal: 1 },
  ArrowDown: { valence: 0, arousal: -1 },
  PageUp: { valence: 0, arousal: 1, step: LARGE_STEP },
  PageDown: { valence: 0, arousal: -1, step: LARGE_STEP },
};

function onPlane(value: number): number {
  return tidy(Math.min(1, Math.max(-1, value)));
}

/** Where a key carries a point, kept on the plane; null for a key that moves nothing. */
export function pointAfterKey(point: AffectPoint, key: string, large: boolean): AffectPoint | null {
  const direction = DIRECTIONS[key];
  if (direction === undefined) return null;
  const step = direction.step ?? (large ? LARGE_STEP : PAD_STEP);
  return {
    valence: onPlane(point.valence + direction.valence * step),
    arousal: onPlane(point.arousal + direction.arousal * step),
  };
}

/** The path with one waypoint elsewhere; an index outside it changes nothing. */
export function withWaypoint(path: readonly AffectPoint[], index: number, point: AffectPoint): AffectPoint[] {
  return path.map((waypoint, at) => (at === index ? point : waypoint));
}

/**
 * The waypoint nearest to a place, where targets of a finger's size overlap each other.
 * @param from the first that may still be moved
 */
export function nearestWaypoint(path: readonly AffectPoint[], place: AffectPoint, from: number): number {
  let best = from;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let index = from; index < path.length; index++) {
    const { valence, arousal } = path[index]!;
    const distance = Math.hypot(valence - place.valence, arousal - place.arousal);
    // Of several on one spot the last lies on top.
    if (distance <= bestDistance) {
      best = index;
      bestDistance = distance;
    }
  }
  return best;
}

/** `.2`, `-.45`, `0`, `1`: a coordinate as the field writes it. */
export function coordinateText(value: number): string {
  const text = String(tidy(value));
  return text.replace(/^(-?)0\./, "$1.");
}

/** `valence .2, arousal -.4`. */
export function pointText({ valence, arousal }: AffectPoint): string {
  return `valence ${coordinateText(valence)}, arousal ${coordinateText(arousal)}`;
}
