import { describe, expect, it } from "vitest";
import { axisWords, pointAt, tidy } from "./pad-point.ts";

const SQUARE = { left: 100, top: 50, width: 200, height: 200 };

describe("pointAt", () => {
  it.each([
    [
      { x: 200, y: 150 },
      { valence: 0, arousal: 0 },
    ],
    [
      { x: 300, y: 50 },
      { valence: 1, arousal: 1 },
    ],
    [
      { x: 100, y: 250 },
      { valence: -1, arousal: -1 },
    ],
    [
      { x: 251, y: 200 },
      { valence: 0.5, arousal: -0.5 },
    ],
  ])("maps %o", (place, point) => {
    expect(pointAt(place, SQUARE)).toEqual(point);
  });

  it("keeps a drag beyond the edge on the plane", () => {
    expect(pointAt({ x: 9000, y: -9000 }, SQUARE)).toEqual({ valence: 1, arousal: 1 });
    expect(pointAt({ x: -9000, y: 9000 }, SQUARE)).toEqual({ valence: -1, arousal: -1 });
  });

  it("gives whole steps and no negative zero", () => {
    expect(pointAt({ x: 199, y: 151 }, SQUARE)).toEqual({ valence: 0, arousal: 0 });
    expect(Object.is(tidy(-0.001), 0)).toBe(true);
    expect(tidy(0.1 + 0.2)).toBe(0.3);
  });
});

describe("axisWords", () => {
  it.each([
    [0, "neither quiet nor lively"],
    [0.4, "40 % lively"],
    [-1, "100 % quiet"],
  ])("says %d", (value, words) => {
    expect(axisWords(value, "quiet", "lively")).toBe(words);
  });
});
