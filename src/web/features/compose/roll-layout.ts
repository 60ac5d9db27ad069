/**
 * Where the notes of a piano roll lie: time from left to right, pitch upwards, percussion in a lane of its own below.
 * Pure geometry in CSS pixels; colours and canvas are roll-drawing.ts's.
 */
import { type Note, TICKS_PER_BAR, TICKS_PER_QUARTER, type Voice } from "../../../core/composition/piece.ts";

/** The part of a note that is drawn. */
export type RollNote = Pick<Note, "voice" | "pitch" | "startTicks" | "durationTicks">;

export interface RollSize {
  width: number;
  height: number;
}

export interface RollView {
  /** Ticks at the left edge. */
  fromTicks: number;
  pxPerTick: number;
  /** Where the play head stands; null where nothing has played. */
  headX: number | null;
}

export interface RollBox {
  voice: Voice;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Pitches shown, inclusive. */
export interface PitchRange {
  lowest: number;
  highest: number;
}

export const PERCUSSION_LANE = 22;
/** A bar is about this wide, so that phones show three and desks eight. */
const BAR_PX = 116;
/** The play head's place, as a share of the width, while the notes scroll under it. */
const HEAD_SHARE = 0.3;
/** At least so many pitches, or few notes would be drawn as bricks. */
const FEWEST_PITCHES = 30;
const MARGIN = 2;

/** The pitches that a set of notes needs, with some room, and never less than two and a half octaves. */
export function pitchRange(notes: readonly RollNote[]): PitchRange {
  let [lowest, highest] = [127, 0];
  for (const { voice, pitch } of notes) {
    if (voice === "percussion") continue;
    lowest = Math.min(lowest, pitch);
    highest = Math.max(highest, pitch);
  }
  if (lowest > highest) return { lowest: 45, highest: 45 + FEWEST_PITCHES };
  const missing = Math.max(0, FEWEST_PITCHES - (highest - lowest + 2 * MARGIN));
  return {
    lowest: Math.max(0, lowest - MARGIN - Math.floor(missing / 2)),
    highest: Math.min(127, highest + MARGIN + Math.ceil(missing / 2)),
  };
}

/**
 * What is in view when `ticks` sounds.
 * @param paged turn pages instead of scrolling, and move the head by whole beats: for those who asked for less motion
 */
export function rollView(ticks: number | null, { width }: RollSize, paged: boolean): RollView {
  const barsInView = Math.max(2, width / BAR_PX);
  const pxPerTick = width / (barsInView * TICKS_PER_BAR);
  if (ticks === null) return { fromTicks: 0, pxPerTick, headX: null };
  if (paged) {
    const pageTicks = Math.floor(barsInView) * TICKS_PER_BAR;
    const fromTicks = Math.floor(ticks / pageTicks) * pageTicks;
    const beat = Math.floor(ticks / TICKS_PER_QUARTER) * TICKS_PER_QUARTER;
    return { fromTicks, pxPerTick, headX: (beat - fromTicks) * pxPerTick };
  }
  // The first bars stand still until the head has come to its place.
  const fromTicks = Math.max(0, ticks - (HEAD_SHARE * width) / pxPerTick);
  return { fromTicks, pxPerTick, headX: (ticks - fromTicks) * pxPerTick };
}

/** The boxes of the notes in view. */
export function rollBoxes(
  notes: readonly RollNote[],
  view: RollView,
  { width, height }: RollSize,
  { lowest, highest }: PitchRange,
): RollBox[] {
  const rowHeight = (height - PERCUSSION_LANE) / (highest - lowest + 1);
  const boxes: RollBox[] = [];
  for (const { voice, pitch, startTicks, durationTicks } of notes) {
    const x = (startTicks - view.fromTicks) * view.pxPerTick;
    const length = Math.max(2, durationTicks * view.pxPerTick - 1);
    if (x > width || x + length < 0) continue;
    if (voice === "percussion") {
      const size = 5;
      // Deep drums low in the lane, bright ones high.
      const y = height - PERCUSSION_LANE + (pitch < 38 ? 14 : pitch < 42 ? 9 : 4);
      boxes.push({ voice, x, y, width: size, height: size });
      continue;
    }
    const thickness = Math.max(2.5, rowHeight - 0.5);
    const y = (highest - pitch) * rowHeight;
    boxes.push({ voice, x, y, width: length, height: thickness });
  }
  return boxes;
}

/** Bar lines in view, by the number of the bar that begins there, counted from 1. */
export function barLines({ fromTicks, pxPerTick }: RollView, { width }: RollSize): { x: number; bar: number }[] {
  const lines: { x: number; bar: number }[] = [];
  for (let bar = Math.ceil(fromTicks / TICKS_PER_BAR); ; bar++) {
    const x = (bar * TICKS_PER_BAR - fromTicks) * pxPerTick;
    if (x > width) return lines;
    lines.push({ x, bar: bar + 1 });
  }
}
