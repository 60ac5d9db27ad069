/** Which tracks make the list: near the mood, a little different every time, and not all by one artist. */
import { nearestRows } from "./nearest-rows.ts";

/** So many times the size of the list are drawn from, the nearest first. */
const POOL_FACTOR = 8;
const SMALLEST_POOL = 40;
/** Up to so much is added to a score at random: two tracks this far apart sound equally fitting. */
const SCORE_JITTER = 0.08;
/** Every track an artist already has in the list puts their next one so much farther away. */
const REPEATED_ARTIST_PENALTY = 0.04;

export interface Choice {
  row: number;
  /** True for a track taken beyond the nearest, only so that artists need not follow themselves. */
  forVariety: boolean;
}

/**
 * Chooses up to `count` rows. No artist gets more than every second place while others are to be had anywhere in the
 * library, so that an order without an artist twice in a row exists; with no others left, the nearest fill up.
 * @param artists by row; -1 is unknown and never counted as the same
 * @param count at most as many as there are rows with a finite score
 */
export function chooseTracks(scores: Float32Array, artists: Int32Array, count: number, random: () => number): Choice[] {
  const mostPerArtist = Math.ceil(count / 2);
  const taken = new Map<number, number>();
  const chosen = new Map<number, Choice>();
  const isFull = (row: number): boolean => (taken.get(artists[row]!) ?? 0) >= mostPerArtist;

  const pool = nearestRows(scores, Math.max(SMALLEST_POOL, POOL_FACTOR * count));
  take(pool, isFull, false);
  while (chosen.size < count) {
    const beyond = nearestRows(scores, POOL_FACTOR * count, (row) => chosen.has(row) || isFull(row));
    if (beyond.length === 0) break;
    take(beyond, isFull, true);
  }
  if (chosen.size < count) {
    const rest = nearestRows(scores, count - chosen.size, (row) => chosen.has(row));
    for (const row of rest) chosen.set(row, { row, forVariety: false });
  }
  return [...chosen.values()];

  /** Takes from `rows` what is best at each turn, until the list is full or nothing is allowed any more. */
  function take(rows: readonly number[], isBarred: (row: number) => boolean, forVariety: boolean): void {
    const open = rows.map((row) => ({ row, key: scores[row]! + SCORE_JITTER * random() }));
    open.sort((a, b) => a.key - b.key);
    while (chosen.size < count) {
      let best = -1;
      let bestKey = Infinity;
      for (let i = 0; i < open.length; i++) {
        const { row, key } = open[i]!;
        if (key >= bestKey) break;
        if (chosen.has(row) || isBarred(row)) continue;
        const repeated = key + REPEATED_ARTIST_PENALTY * (taken.get(artists[row]!) ?? 0);
        if (repeated < bestKey) [best, bestKey] = [i, repeated];
      }
      if (best < 0) return;
      const { row } = open[best]!;
      chosen.set(row, { row, forVariety });
      if (artists[row]! >= 0) taken.set(artists[row]!, (taken.get(artists[row]!) ?? 0) + 1);
    }
  }
}
