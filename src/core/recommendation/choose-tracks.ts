/** Which tracks make the list: near each waypoint, unlike each other, a little different every time, and not all by one artist. */
import type { CandidateColumns } from "./candidate-index.ts";
import { compareRows, isSame } from "./likeness.ts";
import type { ListLength } from "./list-length.ts";
import { nearestRows } from "./nearest-rows.ts";

/** So many times the size of the list are drawn from, the nearest first. */
const POOL_FACTOR = 8;
const SMALLEST_POOL = 40;
/** Up to so much is added to a score at random: two tracks this far apart sound equally fitting. */
const SCORE_JITTER = 0.08;
/** Every track an artist already has in the list puts their next one so much farther away. */
const REPEATED_ARTIST_PENALTY = 0.04;
/**
 * Lambda of maximal marginal relevance (Carbonell and Goldstein 1998): 1 asks for nearness alone, 0 for unlikeness alone.
 * Relevance is 1 less the score, redundancy the likeness to the most alike of what is chosen. Measured in
 * docs/decisions/016-match-shift-hold.md.
 */
export const DEFAULT_LAMBDA = 0.85;
/** Redundancy is looked for among the latest of a long list: what played hours ago is no repetition. */
const COMPARED_WITH = 120;

export interface Choice {
  row: number;
  waypoint: number;
  /** True for a track taken beyond the nearest, only so that artists need not follow themselves. */
  forVariety: boolean;
}

export interface ChoiceWish {
  columns: Readonly<CandidateColumns>;
  length: ListLength;
  /** Scores by row for a waypoint, lower is better, `Infinity` is left out; read before the next waypoint is asked for. */
  scoresOf: (waypoint: number) => Float32Array;
  random: () => number;
  /** 0..1, above 0; default `DEFAULT_LAMBDA`. */
  lambda?: number;
}

/**
 * Chooses rows for each waypoint until the list is long enough. No artist gets more than every second place of a waypoint
 * while others are to be had anywhere in the library, so that an order without an artist twice in a row exists; with no
 * others left, the nearest fill up. Of copies of one recording one is taken.
 */
export function chooseTracks({ columns, length, scoresOf, random, lambda = DEFAULT_LAMBDA }: ChoiceWish): Choice[] {
  const chosen = new Map<number, Choice>();
  const recordings = new Set<number>();
  const taken = new Map<number, number>();
  const redundancyWeight = (1 - lambda) / lambda;

  const isTaken = (row: number): boolean => chosen.has(row) || recordings.has(columns.recording[row]!);
  const isUnfit = (row: number): boolean => isTaken(row) || !length.fits(row);

  function add(row: number, waypoint: number, forVariety: boolean): void {
    chosen.set(row, { row, waypoint, forVariety });
    length.add(waypoint, row);
    if (columns.recording[row]! >= 0) recordings.add(columns.recording[row]!);
    if (columns.artist[row]! >= 0) taken.set(columns.artist[row]!, (taken.get(columns.artist[row]!) ?? 0) + 1);
  }

  /** Takes from `rows` what is best at each turn, until the waypoint is full or nothing is allowed any more. */
  function take(rows: readonly number[], scores: Float32Array, waypoint: number, bar: ArtistBar | null): void {
    const before = [...chosen.keys()].slice(-COMPARED_WITH);
    const alike = compareRows(columns, [...before, ...rows]);
    const open = rows.map((row, i) => ({
      row,
      at: before.length + i,
      key: scores[row]! + SCORE_JITTER * random(),
      most: 0,
    }));
    if (redundancyWeight > 0) {
      for (const each of open)
        for (let at = 0; at < before.length; at++) each.most = Math.max(each.most, alike.between(each.at, at));
    }
    open.sort((a, b) => a.key - b.key);
    while (!length.isFull(waypoint)) {
      let best: (typeof open)[number] | null = null;
      let bestKey = Infinity;
      for (const each of open) {
        if (each.key >= bestKey) break;
        if (isUnfit(each.row) || bar?.isBarred(each.row) === true) continue;
        const repeated = REPEATED_ARTIST_PENALTY * (taken.get(columns.artist[each.row]!) ?? 0);
        const key = each.key + repeated + redundancyWeight * each.most + length.closing(each.row);
        if (key < bestKey) [best, bestKey] = [each, key];
      }
      if (best === null) return;
      add(best.row, waypoint, bar?.isBeyond ?? false);
      bar?.note(best.row);
      if (redundancyWeight > 0)
        for (const each of open) each.most = Math.max(each.most, alike.between(each.at, best.at));
    }
  }

  let previous: readonly number[] = [];
  for (let waypoint = 0; waypoint < length.counts.length; waypoint++) {
    const count = length.counts[waypoint]!;
    if (count === 0 || length.isFull(waypoint)) continue;
    const scores = scoresOf(waypoint);
    const bar = createArtistBar(columns, count, previous);
    const drawn = POOL_FACTOR * count;
    take(nearestRows(scores, Math.max(SMALLEST_POOL, drawn), isTaken), scores, waypoint, bar);
    bar.isBeyond = true;
    while (!length.isFull(waypoint)) {
      const beyond = nearestRows(scores, drawn, (row) => isUnfit(row) || bar.isBarred(row));
      if (beyond.length === 0) break;
      take(beyond, scores, waypoint, bar);
    }
    for (const row of length.isFull(waypoint) ? [] : nearestRows(scores, drawn, isUnfit)) {
      if (length.isFull(waypoint)) break;
      if (!isUnfit(row)) add(row, waypoint, false);
    }
    previous = [...chosen.values()].flatMap((choice) => (choice.waypoint === waypoint ? choice.row : []));
  }
  return [...chosen.values()];
}

interface ArtistBar {
  /** Whether the row's artist has as many places of this waypoint as one may have. */
  isBarred(row: number): boolean;
  note(row: number): void;
  /** Whether what is taken now lies beyond the nearest. */
  isBeyond: boolean;
}

/**
 * At the first waypoint every second place; later a place less where that would be the first, which may follow the same
 * artist; and a single track is by nobody of the waypoint before.
 */
function createArtistBar(columns: Readonly<CandidateColumns>, count: number, previous: readonly number[]): ArtistBar {
  const most = previous.length === 0 ? Math.ceil(count / 2) : Math.max(1, Math.floor(count / 2));
  const taken = new Map<number, number>();
  return {
    isBeyond: false,
    isBarred(row) {
      if ((taken.get(columns.artist[row]!) ?? 0) >= most) return true;
      return count === 1 && previous.some((before) => isSame(columns.artist, before, row));
    },
    note(row) {
      const artist = columns.artist[row]!;
      if (artist >= 0) taken.set(artist, (taken.get(artist) ?? 0) + 1);
    },
  };
}
