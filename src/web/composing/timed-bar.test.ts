import { describe, expect, it } from "vitest";
import { type Note, pieceSeconds, secondsAt, TICKS_PER_BAR } from "../../core/composition/piece.ts";
import { ticksAt, timedBar, timedBars } from "./timed-bar.ts";

function note(startTicks: number, durationTicks = 480): Note {
  return { voice: "melody", pitch: 60, startTicks, durationTicks, velocity: 80 };
}

describe("bars in seconds", () => {
  it("lays a bar's notes out from its own start, at its tempo", () => {
    const bar = timedBar({ index: 3, startTicks: 3 * TICKS_PER_BAR, bpm: 120, notes: [note(3 * TICKS_PER_BAR + 960)] });
    expect(bar).toMatchObject({ index: 3, startTicks: 5760, seconds: 2 });
    expect(bar.notes[0]).toMatchObject({ startS: 1, durationS: 0.5, pitch: 60, velocity: 80 });
  });

  it("cuts a piece into bars that together last as long as it does", () => {
    const piece = {
      bars: 3,
      tempos: [
        { ticks: 0, bpm: 120 },
        { ticks: 2400, bpm: 60 },
      ],
      // The second begins before the change of tempo and ends after it; the last rings to the end.
      notes: [note(0), note(1920, 960), note(2 * TICKS_PER_BAR, TICKS_PER_BAR)],
    };
    const bars = timedBars(piece);
    expect(bars.map(({ seconds }) => seconds)).toEqual([2, 3.5, 4]);
    expect(bars.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(pieceSeconds(piece), 9);
    expect(bars.map(({ notes }) => notes.length)).toEqual([1, 1, 1]);
    expect(bars[1]!.notes[0]).toMatchObject({ startS: 0, durationS: 1.5 });
  });

  it("loses no note that begins beyond the last bar line", () => {
    const bars = timedBars({ bars: 1, tempos: [{ ticks: 0, bpm: 60 }], notes: [note(TICKS_PER_BAR, 10)] });
    expect(bars[0]!.notes).toHaveLength(1);
  });

  it("finds the tick at a moment, and back", () => {
    const tempos = [
      { ticks: 0, bpm: 90 },
      { ticks: 1000, bpm: 140 },
      { ticks: 5000, bpm: 40 },
    ];
    for (const ticks of [0, 1, 999, 1000, 3000, 5000, 9000]) {
      expect(ticksAt(tempos, secondsAt(tempos, ticks))).toBeCloseTo(ticks, 6);
    }
    expect(ticksAt(tempos, -1)).toBe(0);
  });
});
