import { describe, expect, it } from "vitest";
import { centreOf, intersectionOverUnion } from "./image.ts";

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe("intersectionOverUnion", () => {
  it("is 1 for the same box, 0 for boxes that touch at most", () => {
    expect(intersectionOverUnion(box(3, 4, 10, 20), box(3, 4, 10, 20))).toBe(1);
    expect(intersectionOverUnion(box(0, 0, 10, 10), box(10, 0, 10, 10))).toBe(0);
    expect(intersectionOverUnion(box(0, 0, 10, 10), box(50, 50, 10, 10))).toBe(0);
  });

  it("is the shared area over the whole area", () => {
    expect(intersectionOverUnion(box(0, 0, 10, 10), box(5, 0, 10, 10))).toBeCloseTo(50 / 150);
    expect(intersectionOverUnion(box(0, 0, 10, 10), box(2, 2, 5, 5))).toBeCloseTo(25 / 100);
  });
});

it("centreOf is the middle", () => {
  expect(centreOf(box(2, 4, 10, 20))).toEqual({ x: 7, y: 14 });
});
