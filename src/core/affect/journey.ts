/**
 * Match, Shift and Hold: which points of the valence-arousal plane a list visits, in order. Inspired by the iso principle of
 * music therapy (begin at the present mood, move in steps); no therapeutic effect is claimed. Which tracks fit a point is
 * left to `recommendation`.
 */
import { MoodSyncError } from "../errors.ts";
import { affectDistance, type AffectPoint } from "./emotion.ts";

/** Stay at the mood; move from it to another; stay near a point although the mood drifts. */
export const JOURNEY_KINDS = ["match", "shift", "hold"] as const;

export type JourneyKind = (typeof JOURNEY_KINDS)[number];

export interface Journey {
  kind: JourneyKind;
  /** Points to visit, in order, 1..16; for "match" and "hold" the one to stay at. */
  path: AffectPoint[];
  /** For "hold", how far from its point the music may lie, on the plane; else null. */
  radius: number | null;
}

/** Longest step from one waypoint to the next, on the plane whose axes run from -1 to 1. */
export const LONGEST_JOURNEY_STEP = 0.25;
/** Fewer would make a leap of what should be a way. */
export const FEWEST_WAYPOINTS = 5;
/** The plane's diagonal takes 13; a path drawn by hand may have a few more. */
export const MOST_WAYPOINTS = 16;
/** Above the jitter of a mood that is read, below what lies between two moods. */
export const DEFAULT_HOLD_RADIUS = 0.3;
/** Songs that match the present mood before the way begins. */
const MOST_MATCHED_FIRST = 2;

/**
 * Waypoints on the straight way: 5, or as many more as steps of at most .25 need. That is 8 at most between any two of the
 * twelve moods, and 13 from corner to corner. The first is `from`, the last is `to`.
 */
export function planShift(from: AffectPoint, to: AffectPoint): Journey {
  // A hair's breadth off, so that rounding never makes a step longer than it may be.
  const steps = Math.max(FEWEST_WAYPOINTS - 1, Math.ceil(affectDistance(from, to) / (LONGEST_JOURNEY_STEP - 1e-9)));
  const path = Array.from({ length: steps + 1 }, (_, at) => between(from, to, at / steps));
  return { kind: "shift", path, radius: null };
}

/** One waypoint, the mood itself. */
export function planMatch(point: AffectPoint): Journey {
  return { kind: "match", path: [{ ...point }], radius: null };
}

/** Stays near `held`. @param radius above 0 */
export function planHold(held: AffectPoint, radius = DEFAULT_HOLD_RADIUS): Journey {
  return { kind: "hold", path: [{ ...held }], radius };
}

/**
 * The point that music is chosen for while a mood is held, whatever the mood does: inside the circle the music goes with the
 * mood, and a mood outside is answered from the nearest point of the circle.
 */
export function heldPoint(mood: AffectPoint, held: AffectPoint, radius: number): AffectPoint {
  const distance = affectDistance(mood, held);
  return distance <= radius ? { ...mood } : between(held, mood, radius / distance);
}

/**
 * A path that was drawn or dragged, checked. Its steps may be longer than .25: the hand that drew it is right.
 * @throws MoodSyncError `journey.path-invalid`
 */
export function checkPath(path: readonly AffectPoint[]): AffectPoint[] {
  if (path.length >= 1 && path.length <= MOST_WAYPOINTS && path.every(isOnPlane)) {
    return path.map(({ valence, arousal }) => ({ valence, arousal }));
  }
  throw new MoodSyncError(
    "journey.path-invalid",
    `A path has 1 to ${MOST_WAYPOINTS} points, and valence and arousal of each lie between -1 and 1.`,
    { kind: "invalid-input", details: { points: path.length } },
  );
}

/** The longest step of a path, 0 for a single point. */
export function longestStep(path: readonly AffectPoint[]): number {
  return path.reduce(
    (longest, point, at) => (at === 0 ? 0 : Math.max(longest, affectDistance(path[at - 1]!, point))),
    0,
  );
}

/**
 * How many of `size` tracks each waypoint gets: one or two at the first, the others evenly, and none more than the last,
 * where the listener wants to be. A list shorter than the path leaves waypoints out, evenly, never the first, and the last
 * only where there is but one track.
 * @param size a whole number from 0
 */
export function allotTracks(size: number, waypoints: number): number[] {
  const counts = Array.from({ length: waypoints }, () => 0);
  if (waypoints === 1) return [size];
  if (size === 0) return counts;
  const others = waypoints - 1;
  counts[0] = size >= waypoints + 1 ? MOST_MATCHED_FIRST : 1;
  const rest = size - counts[0];
  for (let at = 1; at <= others; at++) {
    // Whole tracks by which the share up to here grows; rounding down leaves what is over to the end.
    counts[at] = Math.floor((at * rest) / others) - Math.floor(((at - 1) * rest) / others);
  }
  return counts;
}

function isOnPlane({ valence, arousal }: AffectPoint): boolean {
  return Math.abs(valence) <= 1 && Math.abs(arousal) <= 1;
}

function between(from: AffectPoint, to: AffectPoint, share: number): AffectPoint {
  // At the ends exactly the given points, whatever rounding does in between.
  if (share === 0 || share === 1) return { ...(share === 0 ? from : to) };
  return {
    valence: from.valence + share * (to.valence - from.valence),
    arousal: from.arousal + share * (to.arousal - from.arousal),
  };
}
