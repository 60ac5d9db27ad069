import { describe, expect, it } from "vitest";
import { lookOf, nearestPoint, SHAPES, shapesPath, toPixels } from "./map-drawing.ts";

const SIZE = { width: 424, height: 324 };

describe("the map's drawing", () => {
  it("has y upwards and the whole square inside the picture", () => {
    expect(toPixels({ x: -1, y: 1 }, SIZE)).toEqual({ x: 12, y: 12 });
    expect(toPixels({ x: 1, y: -1 }, SIZE)).toEqual({ x: 412, y: 312 });
    expect(toPixels({ x: 0, y: 0 }, SIZE)).toEqual({ x: 212, y: 162 });
  });
  it("tells twelve clusters apart by colour and shape together", () => {
    const looks = Array.from({ length: 12 }, (_, index) => JSON.stringify(lookOf(index)));
    expect(new Set(looks).size).toBe(12);
  });
  it.each(SHAPES)("draws every %s of a cluster in one path", (shape) => {
    const path = shapesPath(
      shape,
      [
        { x: 10, y: 20 },
        { x: 30, y: 40 },
      ],
      4,
    );
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path.match(/z/g)).toHaveLength(2);
    expect(path).not.toContain("NaN");
  });
  it("finds the nearest song within a finger's reach, and none beyond", () => {
    const points = [
      { trackId: 1, cluster: 1, x: -0.5, y: 0 },
      { trackId: 2, cluster: 1, x: 0.5, y: 0 },
    ];
    expect(nearestPoint(points, { x: 118, y: 160 }, SIZE, 22)?.trackId).toBe(1);
    expect(nearestPoint(points, { x: 212, y: 162 }, SIZE, 22)).toBeNull();
    expect(nearestPoint([], { x: 0, y: 0 }, SIZE, 22)).toBeNull();
  });
});
