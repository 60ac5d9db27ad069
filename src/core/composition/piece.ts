/**
 * What a composed piece is: notes on a grid of ticks, tempos, chords, and the mood that was asked for.
 * How it comes to be, how it is written to a file and how it sounds are left to the other files and rooms.
 */
import type { Emotion } from "../affect/emotion.ts";

/** Ticks in a quarter note, in notes, tempos and the Standard MIDI File alike. */
export const TICKS_PER_QUARTER = 480;

/** Everything is in 4/4 on a grid of sixteenths. */
export const POSITIONS_PER_BAR = 16;
export const TICKS_PER_POSITION = TICKS_PER_QUARTER / 4;
export const TICKS_PER_BAR = TICKS_PER_POSITION * POSITIONS_PER_BAR;

/** Melody and accompaniment are the network's; bass, pad and percussion are arranged by rule. */
export const VOICES = ["melody", "accompaniment", "bass", "pad", "percussion"] as const;

export type Voice = (typeof VOICES)[number];

export interface Note {
  voice: Voice;
  /** MIDI pitch 0..127, 60 the middle C; a percussion pitch names an instrument of the General MIDI percussion map. */
  pitch: number;
  /** From the start of the piece, 0 or more; not always on the grid, since timing is humanised. */
  startTicks: number;
  /** 1 or more. */
  durationTicks: number;
  /** MIDI velocity 1..127. */
  velocity: number;
}

export interface TempoChange {
  ticks: number;
  /** Quarter notes a minute. */
  bpm: number;
}

export type ChordQuality = "maj" | "min" | "dim";

export interface Chord {
  ticks: number;
  /** Pitch class 0..11, 0 the C, at the pitch that sounds (transposed, as the notes are). */
  root: number;
  quality: ChordQuality;
}

export type Mode = "major" | "minor";

/** The mood that a piece was asked for: the class where one was named, and the point on the plane always. */
export interface PieceMood {
  emotion: Emotion | null;
  /** -1..1 */
  valence: number;
  /** -1..1 */
  arousal: number;
}

export interface Piece {
  mood: PieceMood;
  /** The piece follows from mood, bars, seed and the model alone. */
  seed: number;
  /** Whole bars of 4/4; the last chord may ring into the last bar's end and no further. */
  bars: number;
  /** Pitch class of the key note, 0..11. */
  tonic: number;
  mode: Mode;
  /** In order of ticks; the first at 0. */
  tempos: TempoChange[];
  /** In order of ticks. */
  chords: Chord[];
  /** In order of startTicks. */
  notes: Note[];
}

/** Seconds from the start of the piece to `ticks`, along its tempo changes. */
export function secondsAt(tempos: readonly TempoChange[], ticks: number): number {
  let seconds = 0;
  for (const [index, { ticks: from, bpm }] of tempos.entries()) {
    if (from >= ticks) break;
    const to = Math.min(ticks, tempos[index + 1]?.ticks ?? ticks);
    seconds += ((to - from) / TICKS_PER_QUARTER) * (60 / bpm);
  }
  return seconds;
}

/** How long a piece lasts, to the end of its last bar, in seconds. */
export function pieceSeconds(piece: Pick<Piece, "tempos" | "bars">): number {
  return secondsAt(piece.tempos, piece.bars * TICKS_PER_BAR);
}
