/** Which pieces the starter library is made of, in which order they come, and where each is found. Pure. */
import { EMOTIONS, type Emotion } from "../../core/affect/emotion.ts";

export interface StarterPiece {
  emotion: Emotion;
  /** From 1. */
  number: number;
  bars: number;
  /** Follows from what it is, so that the same piece is never made twice, nor by two processes. */
  location: string;
  seed: number;
}

/** Bars of a mood's first, second ... piece; the first is short, so that every mood can be heard within seconds. */
const BARS = [16, 32, 32, 48, 48] as const;

export const PIECES_PER_MOOD = BARS.length;

/** What every location of a generation begins with. */
export function starterPrefix(generation: number): string {
  return `starter-${generation}-`;
}

/** All pieces, every mood's first before any mood's second. @param generation raised when the library is made anew */
export function starterPlan(generation: number): StarterPiece[] {
  return BARS.flatMap((bars, index) => EMOTIONS.map((emotion) => starterPiece({ emotion, bars, index, generation })));
}

/** What is still to be made, what is `wanted` first. @param present locations that were ever used */
export function stillToMake(
  plan: readonly StarterPiece[],
  present: ReadonlySet<string>,
  wanted: Emotion | null,
): StarterPiece[] {
  const missing = plan.filter(({ location }) => !present.has(location));
  const round = missing[0]?.number;
  const isUrgent = ({ emotion, number }: StarterPiece): boolean => emotion === wanted && number === round;
  return [...missing.filter(isUrgent), ...missing.filter((piece) => !isUrgent(piece))];
}

function starterPiece(of: { emotion: Emotion; bars: number; index: number; generation: number }): StarterPiece {
  const { emotion, bars, index, generation } = of;
  const location = `${starterPrefix(generation)}${emotion}-${index + 1}`;
  return { emotion, number: index + 1, bars, location, seed: hash(location) };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
