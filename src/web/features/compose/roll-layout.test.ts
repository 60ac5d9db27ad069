import { describe, expect, it } from "vitest";
import { TICKS_PER_BAR } from "../../../core/composition/piece.ts";
import { barLines, PERCUSSION_LANE, pitchRange, rollBoxes, type RollNote, rollView } from "./roll-layout.ts";

const size = { width: 464, height: 200 };

function note(pitch: number, startTicks: number, voice: RollNote["voice"] = "melody"): RollNote {
  return { voice, pitch, startTicks, durationTicks: 480 };
}

describe("the piano roll's layout", () => {
  it("holds still at the start, then scrolls under the head", () => {
    const first = rollView(0, size, false);
    expect(first).toMatchObject({ fromTicks: 0, headX: 0 });
    const later = rollView(20 * TICKS_PER_BAR, size, false);
    expect(later.headX).toBeCloseTo(0.3 * size.width, 6);
    const next = rollView(20 * TICKS_PER_BAR + 100, size, false);
    expect(next.fromTicks - later.fromTicks).toBeCloseTo(100, 6);
    expect(next.headX).toBeCloseTo(later.headX!, 6);
  });

  it("turns pages and moves by beats where motion is to be reduced", () => {
    const at = (ticks: number) => rollView(ticks, size, true);
    expect(at(100)).toEqual(at(479));
    expect(at(3 * TICKS_PER_BAR).fromTicks).toBe(0);
    expect(at(4 * TICKS_PER_BAR)).toMatchObject({ fromTicks: 4 * TICKS_PER_BAR, headX: 0 });
  });

  it("puts high notes above low ones, drums in their lane, and leaves out what is not in view", () => {
    const notes = [note(72, 0), note(48, 0), note(36, 0, "percussion"), note(60, 50 * TICKS_PER_BAR)];
    const range = pitchRange(notes);
    const boxes = rollBoxes(notes, rollView(0, size, false), size, range);
    expect(boxes.map(({ voice }) => voice)).toEqual(["melody", "melody", "percussion"]);
    expect(boxes[0]!.y).toBeLessThan(boxes[1]!.y);
    expect(boxes[1]!.y + boxes[1]!.height).toBeLessThanOrEqual(size.height - PERCUSSION_LANE + 0.01);
    expect(boxes[2]!.y).toBeGreaterThanOrEqual(size.height - PERCUSSION_LANE);
  });

  it("shows two and a half octaves at least, and every note", () => {
    expect(pitchRange([])).toMatchObject({ lowest: 45, highest: 75 });
    const narrow = pitchRange([note(60, 0), note(62, 0)]);
    expect(narrow.highest - narrow.lowest).toBeGreaterThanOrEqual(30);
    const wide = pitchRange([note(28, 0), note(96, 0)]);
    expect(wide.lowest).toBeLessThan(28);
    expect(wide.highest).toBeGreaterThan(96);
  });

  it("numbers the bars in view from 1", () => {
    expect(barLines(rollView(0, size, false), size).map(({ bar }) => bar)).toEqual([1, 2, 3, 4, 5]);
    const later = barLines(rollView(20 * TICKS_PER_BAR, size, false), size);
    expect(later[0]!.x).toBeGreaterThanOrEqual(0);
    expect(later.map(({ bar }) => bar)).toContain(21);
  });
});
