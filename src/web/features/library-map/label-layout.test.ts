import { describe, expect, it } from "vitest";
import { placeLabels, type WantedLabel } from "./label-layout.ts";

const BOUNDS = { width: 320, height: 240 };

function overlaps(labels: readonly WantedLabel[]): number {
  const size = new Map(labels.map((label) => [label.id, label]));
  const boxes = placeLabels(labels, BOUNDS).map(({ id, left, top }) => {
    const { width, height } = size.get(id)!;
    return { left, top, right: left + width, bottom: top + height };
  });
  let count = 0;
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) count++;
    }
  }
  return count;
}

const label = (id: number, x: number, y: number, width = 110): WantedLabel => ({ id, x, y, width, height: 24 });

describe("placeLabels", () => {
  it("puts a lonely name on its centre", () => {
    expect(placeLabels([label(1, 160, 120)], BOUNDS)).toEqual([{ id: 1, left: 105, top: 108 }]);
  });
  it("keeps names inside the picture", () => {
    for (const { left, top } of placeLabels([label(1, 2, 1), label(2, 319, 239)], BOUNDS)) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(left + 110).toBeLessThanOrEqual(BOUNDS.width);
      expect(top + 24).toBeLessThanOrEqual(BOUNDS.height);
    }
  });
  it("never puts one on another, however close their centres are", () => {
    const twelve = Array.from({ length: 12 }, (_, id) => label(id, 150 + (id % 3) * 4, 110 + (id % 4) * 4));
    expect(overlaps(twelve)).toBe(0);
    expect(placeLabels(twelve, BOUNDS).length).toBeGreaterThanOrEqual(6);
  });
  it("gives the first its place, and leaves out what has none", () => {
    const crowd = Array.from({ length: 60 }, (_, id) => label(id, 160, 120));
    const placed = placeLabels(crowd, BOUNDS);
    expect(placed[0]).toEqual({ id: 0, left: 105, top: 108 });
    expect(placed.length).toBeLessThan(60);
    expect(overlaps(crowd)).toBe(0);
    expect(placeLabels([label(1, 10, 10, 400)], BOUNDS)).toEqual([]);
  });
});
