import { describe, expect, it } from "vitest";
import { correlationAt, findTemplate, makeTemplate, peakBetween } from "./template-match.ts";

const SIDE = 20;
const SIZE = 12;
const wave = (x: number, y: number): number => 100 + 40 * Math.sin(x * 0.9) + 30 * Math.cos(y * 0.7 + x * 0.3);

function patch(side: number, dx: number, dy: number, light = (value: number) => value): Float32Array {
  return Float32Array.from({ length: side * side }, (_, i) => light(wave((i % side) + dx, Math.floor(i / side) + dy)));
}

describe("findTemplate", () => {
  const template = makeTemplate(patch(SIZE, 4, 4), SIZE);

  it.each([
    [0, 0],
    [3, -2],
    [-4, 4],
    [1.5, 0.4],
  ])("finds it moved by %f, %f, to a quarter of a pixel", (dx, dy) => {
    const match = findTemplate(template, patch(SIDE, -dx, -dy), SIDE);
    expect(Math.abs(match.x - dx)).toBeLessThan(0.25);
    expect(Math.abs(match.y - dy)).toBeLessThan(0.25);
  });

  it("does not mind a change of light", () => {
    const match = findTemplate(
      template,
      patch(SIDE, -2, 1, (value) => value * 0.4 + 70),
      SIDE,
    );
    expect(match.correlation).toBeGreaterThan(0.999);
    expect(Math.abs(match.x - 2)).toBeLessThan(0.25);
  });

  it("gives no correlation on a flat patch, nor for a flat template", () => {
    expect(findTemplate(template, new Float32Array(SIDE * SIDE).fill(80), SIDE).correlation).toBe(0);
    const flat = makeTemplate(new Float32Array(SIZE * SIZE).fill(80), SIZE);
    expect(findTemplate(flat, patch(SIDE, 0, 0), SIDE).correlation).toBe(0);
  });
});

it("correlationAt is -1 for the negative", () => {
  const template = makeTemplate(patch(SIZE, 0, 0), SIZE);
  const negative = patch(SIZE, 0, 0, (value) => 255 - value);
  expect(correlationAt(template, negative, SIZE, 0, 0)).toBeCloseTo(-1, 4);
});

it("peakBetween finds a parabola's top and stays within half a step", () => {
  // 1 - (x - 0.3)^2 at -1, 0 and 1.
  expect(peakBetween(-0.69, 0.91, 0.51)).toBeCloseTo(0.3);
  expect(peakBetween(0, 0, 0)).toBe(0);
  expect(Math.abs(peakBetween(0, 1, 1.9))).toBeLessThanOrEqual(0.5);
});
