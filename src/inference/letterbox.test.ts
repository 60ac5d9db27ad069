import { describe, expect, it } from "vitest";
import type { RgbaImage } from "./image.ts";
import { letterbox } from "./letterbox.ts";

/** A picture with one colour a pixel. */
function picture(width: number, height: number, colour: (x: number, y: number) => [number, number, number]): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([...colour(x, y), 255], (y * width + x) * 4);
  }
  return { data, width, height };
}

const whole = (image: RgbaImage) => ({ x: 0, y: 0, width: image.width, height: image.height });
const toGray = (value: number) => (value + 1) * 127.5;

describe("letterbox", () => {
  it("copies a picture of the input's size into planes of -1..1", () => {
    const image = picture(32, 32, (x, y) => [x * 8, y * 8, 255]);
    const out = new Float32Array(3 * 32 * 32);
    expect(letterbox(image, whole(image), out, 32, 32)).toEqual({ scale: 1, offsetX: 0, offsetY: 0 });
    const at = 5 * 32 + 9;
    expect([out[at], out[at + 1024], out[at + 2048]].map((value) => Math.round(toGray(value!)))).toEqual([72, 40, 255]);
  });

  it("keeps the aspect and pads with black", () => {
    const image = picture(64, 32, () => [255, 255, 255]);
    const out = new Float32Array(3 * 32 * 32);
    const fit = letterbox(image, whole(image), out, 32, 32);
    expect(fit).toEqual({ scale: 0.5, offsetX: 0, offsetY: -16 });
    const rows = Array.from({ length: 32 }, (_, y) => toGray(out[y * 32 + 16]!));
    expect(rows.slice(0, 8)).toEqual(Array(8).fill(0));
    expect(rows.slice(8, 24)).toEqual(Array(16).fill(255));
    expect(rows.slice(24)).toEqual(Array(8).fill(0));
  });

  it.each([2.5, 4, 10])("averages rather than skips when it shrinks %f times", (shrink) => {
    const side = Math.round(32 * shrink);
    const stripes = picture(side, side, (x) => (x % 2 === 0 ? [255, 255, 255] : [0, 0, 0]));
    const out = new Float32Array(3 * 32 * 32);
    letterbox(stripes, whole(stripes), out, 32, 32);
    const grays = Array.from(out.subarray(0, 1024), toGray);
    // One-pixel stripes must come out gray; without averaging they would stay black and white.
    expect(Math.min(...grays)).toBeGreaterThan(60);
    expect(Math.max(...grays)).toBeLessThan(195);
  });

  it("enlarges smoothly and repeats no pixel beyond the edge", () => {
    const ramp = picture(8, 8, (x) => [x * 30, x * 30, x * 30]);
    const out = new Float32Array(3 * 64 * 64);
    letterbox(ramp, whole(ramp), out, 64, 64);
    const row = Array.from(out.subarray(32 * 64, 33 * 64), toGray);
    for (let x = 1; x < 64; x++) expect(row[x]! - row[x - 1]!).toBeLessThan(5);
    expect(row[0]).toBeCloseTo(0, 3);
    expect(row[63]).toBeCloseTo(210, 3);
  });

  it("shows a region that reaches beyond the picture with black around", () => {
    const image = picture(32, 32, () => [200, 200, 200]);
    const out = new Float32Array(3 * 32 * 32);
    const fit = letterbox(image, { x: -16, y: -16, width: 64, height: 64 }, out, 32, 32);
    expect(toGray(out[16 * 32 + 16]!)).toBeCloseTo(200, 3);
    expect(toGray(out[2 * 32 + 16]!)).toBe(0);
    // The middle of the input is the middle of the picture.
    expect({ x: 16 / fit.scale + fit.offsetX, y: 16 / fit.scale + fit.offsetY }).toEqual({ x: 16, y: 16 });
  });
});
