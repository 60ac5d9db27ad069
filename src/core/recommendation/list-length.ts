/** How long a list is to be, in tracks or in minutes, and how much of it falls to each waypoint. */
import { allotTracks } from "../affect/journey.ts";
import type { CandidateColumns } from "./candidate-index.ts";

/** What is still wanted, asked track by track while a list is chosen. */
export interface ListLength {
  /** Tracks for each waypoint; of a list in minutes, how many they will be, about. */
  readonly counts: readonly number[];
  /** Whether a waypoint has enough, with what was chosen for all before it. */
  isFull(waypoint: number): boolean;
  /** Whether a track may be added and brings the list no farther off its length than it is. */
  fits(row: number): boolean;
  /** What is to be added to a track's score so that the list ends where it should, 0 mostly. */
  closing(row: number): number;
  add(waypoint: number, row: number): void;
}

/** Lengths of so many tracks, spread over all, say what a track takes. */
const SAMPLED = 2_000;
const MINUTE_MS = 60_000;
/** Ending a whole track's length off weighs like this much distance on the plane. */
const CLOSING_WEIGHT = 0.1;

/** So many tracks. @param size a whole number from 0 */
export function lengthInTracks(size: number, waypoints: number): ListLength {
  const counts = allotTracks(size, waypoints);
  const taken = counts.map(() => 0);
  return {
    counts,
    isFull: (waypoint) => taken[waypoint]! >= counts[waypoint]!,
    fits: () => true,
    closing: () => 0,
    add: (waypoint) => void (taken[waypoint]! += 1),
  };
}

/**
 * So many minutes, within half a track: a track is added where that brings the sum nearer to what was asked. Each waypoint
 * ends at its share of the time, so that one long track is made up for by the next waypoint.
 * @param durationMs by row, 0 where unknown
 */
export function lengthInMinutes(
  minutes: number,
  waypoints: number,
  size: number,
  { durationMs }: Pick<CandidateColumns, "durationMs">,
): ListLength {
  const wholeMs = minutes * MINUTE_MS;
  const usualMs = usualLengthMs(durationMs, size);
  const counts = allotTracks(Math.max(1, Math.round(wholeMs / usualMs)), waypoints);
  const all = counts.reduce((sum, count) => sum + count, 0);
  let share = 0;
  const endsMs = counts.map((count) => (wholeMs * (share += count)) / all);
  let elapsedMs = 0;
  let at = 0;
  const remainingMs = (): number => endsMs[at]! - elapsedMs;
  return {
    counts,
    isFull(waypoint) {
      at = waypoint;
      return remainingMs() < usualMs / 2;
    },
    fits: (row) => durationMs[row]! > 0 && durationMs[row]! <= 2 * remainingMs(),
    closing(row) {
      const left = remainingMs();
      return left > 1.5 * usualMs ? 0 : CLOSING_WEIGHT * Math.min(1, Math.abs(durationMs[row]! - left) / usualMs);
    },
    add: (_, row) => void (elapsedMs += durationMs[row]!),
  };
}

/** The median of the known lengths; three and a half minutes where none is known. */
function usualLengthMs(durationMs: Uint32Array, size: number): number {
  const step = Math.max(1, Math.floor(size / SAMPLED));
  const known: number[] = [];
  for (let row = 0; row < size; row += step) if (durationMs[row]! > 0) known.push(durationMs[row]!);
  return known.sort((a, b) => a - b)[known.length >> 1] ?? 3.5 * MINUTE_MS;
}
