/** The plane in cells a tenth wide: judgements made in nearly the same mood are reckoned with as one. */
import { affectDistance, type AffectPoint } from "../affect/emotion.ts";

const PER_AXIS = 21;
/** The cell of a mood that is not known. */
export const UNKNOWN_CELL = PER_AXIS * PER_AXIS;
export const CELL_COUNT = UNKNOWN_CELL + 1;

export function cellOf(mood: AffectPoint | null): number {
  if (mood === null) return UNKNOWN_CELL;
  return along(mood.valence) * PER_AXIS + along(mood.arousal);
}

/** The cell's middle; null for the one of moods that are not known. */
export function cellMood(cell: number): AffectPoint | null {
  if (cell === UNKNOWN_CELL) return null;
  return { valence: Math.floor(cell / PER_AXIS) / 10 - 1, arousal: (cell % PER_AXIS) / 10 - 1 };
}

function along(coordinate: number): number {
  return Math.round((Math.max(-1, Math.min(1, coordinate)) + 1) * 10);
}

/** What is known from any other mood still counts so much. */
const ELSEWHERE = 0.35;
/** How fast it falls off from one mood to the next: neighbouring moods lie about .5 apart. */
const WIDTH = 0.4;

/** How much what was judged in each cell's mood says about `mood`, `ELSEWHERE`..1. */
export function likenessToCells(mood: AffectPoint | null): Float64Array {
  return Float64Array.from({ length: CELL_COUNT }, (_, cell) => {
    const other = cellMood(cell);
    if (mood === null || other === null) return (1 + ELSEWHERE) / 2;
    return ELSEWHERE + (1 - ELSEWHERE) * Math.exp(-0.5 * (affectDistance(mood, other) / WIDTH) ** 2);
  });
}
