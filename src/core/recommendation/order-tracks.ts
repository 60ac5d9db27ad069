/**
 * In which order chosen tracks play: no artist twice in a row where that can be and rather some tracks apart, and small steps
 * in energy, tempo and key. Tracks of a waypoint stay together, waypoints in their order.
 */
import type { CandidateColumns } from "./candidate-index.ts";
import { FARTHEST_KEYS, keyDistance } from "./key-distance.ts";
import { isSame } from "./likeness.ts";

/** A tempo half an octave away, the most there is once halves and doubles count as equal, weighs like .25 on the plane. */
const TEMPO_WEIGHT = 0.5;
/** The opposite end of the circle of fifths; an unknown key counts as halfway. */
const KEY_WEIGHT = 0.2;
/** A step in arousal is heard more than one in valence, and counts so much over again. */
const AROUSAL_WEIGHT = 0.5;
/** Within so many places an artist or an album is noticed to come back. */
const NOTICED_WITHIN = 4;
const ARTIST_BACK = 0.3;
const ALBUM_BACK = 0.15;
const MOST_PASSES = 4;
/** Longer stretches are not turned round: in long lists that would take more time than it is worth. */
const LONGEST_TURN = 60;

type Columns = Readonly<CandidateColumns>;

/** How much of a step it is from one row to another: distance on the plane, arousal again, tempo (halves and doubles alike), key. */
export function stepSize(columns: Columns, from: number, to: number): number {
  const arousal = columns.arousal[from]! - columns.arousal[to]!;
  const plane = Math.hypot(columns.valence[from]! - columns.valence[to]!, arousal);
  const octaves = Math.log2(columns.tempoBpm[from]! / columns.tempoBpm[to]!);
  const tempo = Number.isFinite(octaves) ? TEMPO_WEIGHT * Math.abs(octaves - Math.round(octaves)) : 0;
  const key = keyDistance(columns.tonic[from]!, columns.mode[from]!, columns.tonic[to]!, columns.mode[to]!);
  return plane + AROUSAL_WEIGHT * Math.abs(arousal) + tempo + KEY_WEIGHT * (key === null ? 0.5 : key / FARTHEST_KEYS);
}

/**
 * Orders rows, the first of them first if artists allow. Nearest neighbour, then segments are turned round while that
 * shortens the way (2-opt, Croes 1958). Where no order without a repeated artist exists, it has as few as can be.
 */
export function orderTracks(columns: Columns, rows: readonly number[]): number[] {
  return orderAlong(columns, [rows]);
}

/** The same for the rows of each waypoint, in the order of the waypoints. */
export function orderAlong(columns: Columns, waypoints: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  for (const rows of waypoints) {
    const start = order.length;
    chain(columns, rows, order);
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      // The very first row stays first: it is the nearest to the mood.
      if (!shorten(columns, order, Math.max(1, start))) break;
    }
  }
  return order;
}

/** Tracks that lie this much farther from the mood than others are for later; within it the way between songs counts more. */
const BAND = 0.3;

/**
 * Orders the rows of a list that stays at one point: those near it before those farther off, where that repeats no artist
 * more often than an order by the way alone. In a library with enough near the point the two are the same.
 * @param distances to the point, one for each row
 */
export function orderNearFirst(columns: Columns, rows: readonly number[], distances: readonly number[]): number[] {
  const bands = new Map<number, number[]>();
  for (const [at, row] of rows.entries()) {
    const band = Math.floor(distances[at]! / BAND);
    bands.set(band, [...(bands.get(band) ?? []), row]);
  }
  const byWay = orderTracks(columns, rows);
  if (bands.size < 2) return byWay;
  const nearFirst = orderAlong(
    columns,
    [...bands].toSorted(([a], [b]) => a - b).map(([, inBand]) => inBand),
  );
  return countRepeats(columns, nearFirst) <= countRepeats(columns, byWay) ? nearFirst : byWay;
}

function countRepeats(columns: Columns, rows: readonly number[]): number {
  return rows.filter((row, at) => at > 0 && isRepeat(columns, rows[at - 1]!, row)).length;
}

/** Puts the rows at the end of `order`, each the nearest to the one before. */
function chain(columns: Columns, rows: readonly number[], order: number[]): void {
  const left = [...rows];
  while (left.length > 0) {
    const previous = order.at(-1);
    const allowed = allowedNext(columns, left, previous);
    const next =
      previous === undefined
        ? allowed[0]!
        : allowed.reduce((best, row) => (stepTo(columns, order, row) < stepTo(columns, order, best) ? row : best));
    order.push(next);
    left.splice(left.indexOf(next), 1);
  }
}

/** The step to a row that would come next, with what it costs to have an artist or an album back so soon. */
function stepTo(columns: Columns, order: readonly number[], row: number): number {
  let cost = stepSize(columns, order.at(-1)!, row);
  for (let gap = 2; gap <= NOTICED_WITHIN && gap <= order.length; gap++) {
    cost += returnCost(columns, order[order.length - gap]!, row, gap);
  }
  return cost;
}

/** What it costs that two rows stand `gap` places apart. */
function returnCost(columns: Columns, a: number, b: number, gap: number): number {
  const soon = 1 - (gap - 1) / NOTICED_WITHIN;
  const artist = isSame(columns.artist, a, b) ? ARTIST_BACK : 0;
  return soon * (artist + (isSame(columns.album, a, b) ? ALBUM_BACK : 0));
}

/**
 * The rows that may come next so that the rest can still be ordered without a repeat: anybody's but the previous artist's,
 * and where one artist has more than half of what would be left after them, that artist's.
 */
function allowedNext(columns: Columns, left: readonly number[], previous?: number): readonly number[] {
  const previousArtist = previous === undefined ? -1 : columns.artist[previous]!;
  const others = left.filter((row) => columns.artist[row]! < 0 || columns.artist[row] !== previousArtist);
  const counts = new Map<number, number>();
  for (const row of left) {
    const artist = columns.artist[row]!;
    if (artist >= 0) counts.set(artist, (counts.get(artist) ?? 0) + 1);
  }
  for (const [artist, count] of counts) {
    if (artist !== previousArtist && count > Math.ceil((left.length - 1) / 2)) {
      return left.filter((row) => columns.artist[row] === artist);
    }
  }
  return others.length > 0 ? others : left;
}

/** One pass of 2-opt in place over all from `start` on; true if it shortened the way. */
function shorten(columns: Columns, order: number[], start: number): boolean {
  let shortened = false;
  for (let from = start; from < order.length - 1; from++) {
    const last = Math.min(order.length - 1, from + LONGEST_TURN);
    for (let to = from + 1; to <= last; to++) {
      if (!isBetterTurned(columns, order, from, to)) continue;
      order.splice(from, to - from + 1, ...order.slice(from, to + 1).toReversed());
      shortened = true;
    }
  }
  return shortened;
}

function isBetterTurned(columns: Columns, order: readonly number[], from: number, to: number): boolean {
  const [before, first, last, after] = [order[from - 1]!, order[from]!, order[to]!, order[to + 1]];
  if (isRepeat(columns, before, last) || (after !== undefined && isRepeat(columns, first, after))) return false;
  const now = stepSize(columns, before, first) + (after === undefined ? 0 : stepSize(columns, last, after));
  const turned = stepSize(columns, before, last) + (after === undefined ? 0 : stepSize(columns, first, after));
  // Most turns fail here already; what comes back too soon is then counted on both sides of the cuts.
  if (turned >= now + NOTICED_WITHIN * ARTIST_BACK) return false;
  const before1 = now + returnsAcross(columns, order, from, to, (at) => at);
  const after1 = turned + returnsAcross(columns, order, from, to, (at) => from + to - at);
  return after1 < before1 - 1e-9;
}

/** What artists and albums cost that come back across the ends of a stretch, its rows read through `at`. */
function returnsAcross(
  columns: Columns,
  order: readonly number[],
  from: number,
  to: number,
  at: (place: number) => number,
): number {
  let cost = 0;
  for (let outside = Math.max(0, from - NOTICED_WITHIN); outside < from; outside++) {
    for (let inside = from; inside <= Math.min(to, outside + NOTICED_WITHIN); inside++) {
      cost += returnCost(columns, order[outside]!, order[at(inside)]!, inside - outside);
    }
  }
  for (let outside = to + 1; outside <= Math.min(order.length - 1, to + NOTICED_WITHIN); outside++) {
    for (let inside = Math.max(from, outside - NOTICED_WITHIN); inside <= to; inside++) {
      cost += returnCost(columns, order[at(inside)]!, order[outside]!, outside - inside);
    }
  }
  return cost;
}

/** Whether two rows are known to be by the same artist. */
export function isRepeat(columns: Columns, a: number, b: number): boolean {
  return isSame(columns.artist, a, b);
}
