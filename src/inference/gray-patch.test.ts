import { describe, expect, it } from "vitest";
import { sampleGrayPatch } from "./gray-patch.ts";
import type { RgbaImage } from "./image.ts";

function gray(width: number, height: number, value: (x: number, y: number) => number): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.fill(value(x, y), (y * width + x) * 4, (y * width + x) * 4 + 3);
  }
  return { data, width, height };
}

function sample(image: RgbaImage, x: number, y: number, side: number, size: number, angle = 0): number[] {
  const out = new Float32Array(size * size);
  sampleGrayPatch(image, { centre: { x, y }, side, angle }, out, size);
  return Array.from(out, (value) => Math.round(value * 100) / 100);
}

describe("sampleGrayPatch", () => {
  it("reads pixels as they are where the patch fits them", () => {
    const image = gray(8, 8, (x, y) => x * 10 + y);
    expect(sample(image, 4, 4, 4, 4)).toEqual([22, 32, 42, 52, 23, 33, 43, 53, 24, 34, 44, 54, 25, 35, 45, 55]);
  });

  it("weighs the colours by their luma", () => {
    const data = new Uint8ClampedArray(4 * 4 * 4);
    for (let i = 0; i < data.length; i += 4) data.set([100, 200, 50, 255], i);
    expect(sample({ data, width: 4, height: 4 }, 2, 2, 2, 1)).toEqual([Math.round((29.9 + 117.4 + 5.7) * 100) / 100]);
  });

  it("averages when it shrinks", () => {
    const checkers = gray(64, 64, (x, y) => ((x + y) % 2) * 200);
    for (const value of sample(checkers, 32, 32, 60, 10)) expect(value).toBeCloseTo(100, 0);
  });

  it("turns clockwise with the angle", () => {
    const ramp = gray(32, 32, (x) => x * 8);
    const upright = sample(ramp, 16, 16, 8, 2);
    expect(upright[0]).toBeLessThan(upright[1]!);
    // Turned by a quarter, the patch's rows run down the picture: its own right is the picture's bottom.
    const turned = sample(ramp, 16, 16, 8, 2, Math.PI / 2);
    expect(turned[0]).toBeCloseTo(turned[1]!, 1);
    expect(turned[0]).toBeGreaterThan(turned[2]!);
  });

  it("repeats the edge beyond the picture", () => {
    const image = gray(8, 8, (x) => (x === 0 ? 50 : 200));
    expect(sample(image, -20, 4, 6, 2)).toEqual([50, 50, 50, 50]);
    expect(sample(image, 40, 4, 6, 2)).toEqual([200, 200, 200, 200]);
  });
});
