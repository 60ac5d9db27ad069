/** In which order chosen tracks play: no artist twice in a row where that can be, and small steps in mood and tempo. */
import type { CandidateColumns } from "./candidate-index.ts";

/** A tempo half an octave away, the most there is once halves and doubles count as equal, weighs like .25 on the plane. */
const TEMPO_WEIGHT = 0.5;
const MODE_CHANGE = 0.05;
const MOST_PASSES = 4;

/** How much of a step it is from one row to another: distance on the plane, tempo (halves and doubles alike), mode. */
export function stepSize(columns: Readonly<CandidateColumns>, from: number, to: number): number {
  const plane = Math.hypot(
    columns.valence[from]! - columns.valence[to]!,
    columns.arousal[from]! - columns.arousal[to]!,
  );
  const octaves = Math.log2(columns.tempoBpm[from]! / columns.tempoBpm[to]!);
  const tempo = Number.isFinite(octaves) ? TEMPO_WEIGHT * Math.abs(octaves - Math.round(octaves)) : 0;
  return plane + tempo + (columns.mode[from] === columns.mode[to] ? 0 : MODE_CHANGE);
}

/**
 * Orders rows, the first of them first if artists allow. Nearest neighbour, then segments are turned round while that
 * shortens the way (2-opt, Croes 1958). Where no order without a repeated artist exists, it has as few as can be.
 */
export function orderTracks(columns: Readonly<CandidateColumns>, rows: readonly number[]): number[] {
  const order = chain(columns, rows);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    if (!shorten(columns, order)) break;
  }
  return order;
}

function chain(columns: Readonly<CandidateColumns>, rows: readonly number[]): number[] {
  const left = [...rows];
  const order: number[] = [];
  while (left.length > 0) {
    const previous = order.at(-1);
    const allowed = allowedNext(columns, left, previous);
    const next =
      previous === undefined
        ? allowed[0]!
        : allowed.reduce((best, row) =>
            stepSize(columns, previous, row) < stepSize(columns, previous, best) ? row : best,
          );
    order.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return order;
}

/**
 * The rows that may come next so that the rest can still be ordered without a repeat: anybody's but the previous artist's,
 * and where one artist has more than half of what would be left after them, that artist's.
 */
function allowedNext(
  columns: Readonly<CandidateColumns>,
  left: readonly number[],
  previous?: number,
): readonly number[] {
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

/** One pass of 2-opt in place, the first row staying first; true if it shortened the way. */
function shorten(columns: Readonly<CandidateColumns>, order: number[]): boolean {
  let shortened = false;
  for (let from = 1; from < order.length - 1; from++) {
    for (let to = from + 1; to < order.length; to++) {
      const [before, first, last, after] = [order[from - 1]!, order[from]!, order[to]!, order[to + 1]];
      if (isRepeat(columns, before, last) || (after !== undefined && isRepeat(columns, first, after))) continue;
      const now = stepSize(columns, before, first) + (after === undefined ? 0 : stepSize(columns, last, after));
      const turned = stepSize(columns, before, last) + (after === undefined ? 0 : stepSize(columns, first, after));
      if (turned >= now - 1e-9) continue;
      order.splice(from, to - from + 1, ...order.slice(from, to + 1).toReversed());
      shortened = true;
    }
  }
  return shortened;
}

/** Whether two rows are known to be by the same artist. */
export function isRepeat(columns: Readonly<CandidateColumns>, a: number, b: number): boolean {
  return columns.artist[a]! >= 0 && columns.artist[a] === columns.artist[b];
}
