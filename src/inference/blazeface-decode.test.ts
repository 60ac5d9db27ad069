import { describe, expect, it } from "vitest";
import { anchorCentres, decodeFaces, mapFace, VALUES_PER_ANCHOR } from "./blazeface-decode.ts";

const SIDE = 64;
const centres = anchorCentres(SIDE, SIDE);

/** Raw output with all anchors off but those given: the face's box centre and side, and its score, at an anchor. */
function rawWith(faces: { anchor: number; x: number; y: number; side: number; score: number }[]): Float32Array {
  const raw = new Float32Array((centres.length / 2) * VALUES_PER_ANCHOR);
  for (let i = 0; i < raw.length; i += VALUES_PER_ANCHOR) raw[i] = -20;
  for (const { anchor, x, y, side, score } of faces) {
    const dx = x - centres[anchor * 2]!;
    const dy = y - centres[anchor * 2 + 1]!;
    raw.set([Math.log(score / (1 - score)), dx, dy, side, side], anchor * VALUES_PER_ANCHOR);
    for (let point = 0; point < 6; point++) {
      raw.set([dx + point, dy - point], anchor * VALUES_PER_ANCHOR + 5 + 2 * point);
    }
  }
  return raw;
}

describe("anchorCentres", () => {
  it("has two anchors a cell of 16 pixels, then six a cell of 32", () => {
    expect(centres.length / 2).toBe(2 * 16 + 6 * 4);
    expect(Array.from(centres.slice(0, 6))).toEqual([8, 8, 8, 8, 24, 8]);
    expect(Array.from(centres.slice(64, 66))).toEqual([16, 16]);
  });

  it("is 896 anchors for 256 x 256, as the network was trained", () => {
    expect(anchorCentres(256, 256).length / 2).toBe(896);
  });
});

describe("decodeFaces", () => {
  it("places box and points around the anchor", () => {
    const [face, ...others] = decodeFaces(
      rawWith([{ anchor: 5, x: 30, y: 20, side: 16, score: 0.8 }]),
      centres,
      0.5,
      0.3,
    );
    expect(others).toEqual([]);
    expect(face!.score).toBeCloseTo(0.8, 5);
    expect(face!.box.x).toBeCloseTo(22, 4);
    expect(face!.box.y).toBeCloseTo(12, 4);
    expect(face!.landmarks.rightEye.x).toBeCloseTo(30, 4);
    expect(face!.landmarks.leftEar.x).toBeCloseTo(35, 4);
    expect(face!.landmarks.leftEar.y).toBeCloseTo(15, 4);
  });

  it("leaves out what is below the score", () => {
    const raw = rawWith([{ anchor: 5, x: 30, y: 20, side: 16, score: 0.49 }]);
    expect(decodeFaces(raw, centres, 0.5, 0.3)).toEqual([]);
    expect(decodeFaces(raw, centres, 0.48, 0.3)).toHaveLength(1);
  });

  it("blends boxes of one face by their scores, and keeps the best score", () => {
    const raw = rawWith([
      { anchor: 0, x: 20, y: 20, side: 16, score: 0.6 },
      { anchor: 1, x: 22, y: 20, side: 16, score: 0.9 },
    ]);
    const faces = decodeFaces(raw, centres, 0.5, 0.3);
    expect(faces).toHaveLength(1);
    expect(faces[0]!.score).toBeCloseTo(0.9, 5);
    expect(faces[0]!.box.x + 8).toBeCloseTo((20 * 0.6 + 22 * 0.9) / 1.5, 4);
  });

  it("keeps faces apart that hardly overlap, best first", () => {
    const raw = rawWith([
      { anchor: 0, x: 10, y: 10, side: 16, score: 0.6 },
      { anchor: 30, x: 50, y: 50, side: 16, score: 0.9 },
    ]);
    expect(decodeFaces(raw, centres, 0.5, 0.3).map((face) => Math.round(face.box.x + 8))).toEqual([50, 10]);
  });

  it("passes over anchors that are not numbers", () => {
    const raw = rawWith([{ anchor: 5, x: 30, y: 20, side: 16, score: 0.8 }]);
    raw[3 * VALUES_PER_ANCHOR] = Number.NaN;
    expect(decodeFaces(raw, centres, 0.5, 0.3)).toHaveLength(1);
  });
});

it("mapFace scales and moves box and points alike", () => {
  const [face] = decodeFaces(rawWith([{ anchor: 5, x: 30, y: 20, side: 16, score: 0.8 }]), centres, 0.5, 0.3);
  const mapped = mapFace(face!, 2, 100, -10);
  expect(mapped.box).toEqual({
    x: face!.box.x * 2 + 100,
    y: face!.box.y * 2 - 10,
    width: face!.box.width * 2,
    height: face!.box.height * 2,
  });
  expect(mapped.landmarks.mouth).toEqual({
    x: face!.landmarks.mouth.x * 2 + 100,
    y: face!.landmarks.mouth.y * 2 - 10,
  });
  expect(mapped.score).toBe(face!.score);
});
