/**
 * Bars with their notes in seconds instead of ticks, the form in which they are scheduled. Made from bars that are
 * composed as they are heard, and from whole pieces. When they are heard is left to bar-player.ts.
 */
import { type Note, type Piece, secondsAt, TICKS_PER_BAR, TICKS_PER_QUARTER } from "../../core/composition/piece.ts";
import type { Voice } from "../../core/composition/piece.ts";

export interface TimedNote {
  voice: Voice;
  /** MIDI pitch. */
  pitch: number;
  /** MIDI velocity 1..127. */
  velocity: number;
  /** Seconds from the start of the bar; a note played a little early at its first beat may lie before it. */
  startS: number;
  durationS: number;
}

export interface TimedBar {
  /** 0 is the first. */
  index: number;
  /** Ticks from the start of the music. */
  startTicks: number;
  /** How long the bar lasts. */
  seconds: number;
  notes: readonly TimedNote[];
}

/** A bar as it is composed: one tempo, ticks counted from the start of the music. */
export interface BarInTicks {
  index: number;
  startTicks: number;
  bpm: number;
  notes: readonly Note[];
}

/** A bar of live music; a note that rings on keeps the tempo of the bar in which it began. */
export function timedBar({ index, startTicks, bpm, notes }: BarInTicks): TimedBar {
  const secondsPerTick = 60 / bpm / TICKS_PER_QUARTER;
  return {
    index,
    startTicks,
    seconds: TICKS_PER_BAR * secondsPerTick,
    notes: notes.map((note) => ({
      voice: note.voice,
      pitch: note.pitch,
      velocity: note.velocity,
      startS: (note.startTicks - startTicks) * secondsPerTick,
      durationS: note.durationTicks * secondsPerTick,
    })),
  };
}

/** The bars of a whole piece, along its tempo changes. */
export function timedBars({ bars, tempos, notes }: Pick<Piece, "bars" | "tempos" | "notes">): TimedBar[] {
  const timed = Array.from({ length: bars }, (_, index) => {
    const startTicks = index * TICKS_PER_BAR;
    const startS = secondsAt(tempos, startTicks);
    const own: TimedNote[] = [];
    return { index, startTicks, startS, seconds: secondsAt(tempos, startTicks + TICKS_PER_BAR) - startS, notes: own };
  });
  for (const note of notes) {
    const bar = timed[Math.min(bars - 1, Math.floor(note.startTicks / TICKS_PER_BAR))];
    if (bar === undefined) continue;
    const noteS = secondsAt(tempos, note.startTicks);
    const { voice, pitch, velocity } = note;
    const durationS = secondsAt(tempos, note.startTicks + note.durationTicks) - noteS;
    bar.notes.push({ voice, pitch, velocity, startS: noteS - bar.startS, durationS });
  }
  return timed.map(({ startS: _startS, ...bar }) => bar);
}

/** Where in the music a moment is, in ticks. The inverse of `secondsAt`; the last tempo goes on beyond the end. */
export function ticksAt(tempos: Piece["tempos"], seconds: number): number {
  let leftS = Math.max(0, seconds);
  for (const [index, { ticks, bpm }] of tempos.entries()) {
    const ticksPerSecond = (bpm / 60) * TICKS_PER_QUARTER;
    const next = tempos[index + 1];
    const lastsS = next === undefined ? Number.POSITIVE_INFINITY : (next.ticks - ticks) / ticksPerSecond;
    if (leftS <= lastsS) return ticks + leftS * ticksPerSecond;
    leftS -= lastsS;
  }
  return 0;
}
