import { describe, expect, it } from "vitest";
import { cropFace, cropSquare, grayStatistics, levelCrop, tiltOf } from "./face-crop.ts";
import { frontalFace, leaning } from "./fixtures/faces.ts";
import { faceOf, paintScene } from "./fixtures/scene.ts";

const degrees = (value: number) => (value * Math.PI) / 180;

describe("cropSquare", () => {
  it("gives back the tile of a face framed as FER2013 frames them", () => {
    // The mean face of the measurement, on a tile of 48 pixels.
    const face = frontalFace({ x: 24.2, y: 27.3 }, 43);
    Object.assign(face.landmarks, {
      rightEye: { x: 15.3, y: 18.85 },
      leftEye: { x: 33, y: 18.85 },
      mouth: { x: 24.2, y: 37.8 },
    });
    const square = cropSquare(face);
    expect(square.side).toBeCloseTo(48, 0);
    expect(square.centre.x).toBeCloseTo(24, 0);
    expect(square.centre.y).toBeCloseTo(24, 0);
    expect(square.angle).toBe(0);
  });

  it("scales and moves with the face", () => {
    const small = cropSquare(frontalFace({ x: 50, y: 60 }, 40));
    const large = cropSquare(frontalFace({ x: 150, y: 160 }, 80));
    expect(large.side).toBeCloseTo(2 * small.side, 5);
    expect(large.centre.x - 150).toBeCloseTo(2 * (small.centre.x - 50), 5);
    expect(large.centre.y - 160).toBeCloseTo(2 * (small.centre.y - 60), 5);
  });

  it("undoes half a lean, and all but ten degrees of a strong one", () => {
    const face = frontalFace({ x: 100, y: 100 }, 60);
    expect(tiltOf(leaning(face, degrees(12)))).toBeCloseTo(degrees(12), 5);
    expect(cropSquare(leaning(face, degrees(12))).angle).toBeCloseTo(degrees(6), 5);
    expect(cropSquare(leaning(face, degrees(-45))).angle).toBeCloseTo(degrees(-35), 5);
  });
});

describe("cropFace", () => {
  it("shows the same whatever the face's size and place", () => {
    const crops = [
      { x: 80, y: 80, side: 60, seed: 3 },
      { x: 200, y: 120, side: 150, seed: 3 },
    ].map((actor) => {
      const crop = new Float32Array(48 * 48);
      // The scene's actors end at their box; the crop is a little wider, so the middle is compared.
      cropFace(paintScene({ actors: [actor] }), faceOf(actor), 48, crop);
      return crop;
    });
    let worst = 0;
    for (let y = 10; y < 38; y++) {
      for (let x = 10; x < 38; x++) worst = Math.max(worst, Math.abs(crops[0]![y * 48 + x]! - crops[1]![y * 48 + x]!));
    }
    expect(worst).toBeLessThan(12);
  });
});

describe("levelCrop", () => {
  it("brings dark and hazy crops to one light", () => {
    const bright = Float32Array.from({ length: 2304 }, (_, i) => 128 + 50 * Math.sin(i));
    const dark = bright.map((value) => value * 0.1 + 3);
    levelCrop(bright);
    levelCrop(dark);
    expect(grayStatistics(bright).mean).toBeCloseTo(129, 1);
    expect(grayStatistics(bright).deviation).toBeCloseTo(52, 1);
    for (const [i, value] of dark.entries()) expect(Math.abs(value - bright[i]!)).toBeLessThan(0.05);
  });

  it("stays within 0..255 and leaves a flat crop alone", () => {
    const spiky = new Float32Array(2304).fill(10);
    spiky[7] = 250;
    levelCrop(spiky);
    expect(Math.max(...spiky)).toBe(255);
    const flat = new Float32Array(2304).fill(77);
    levelCrop(flat);
    expect(flat.every((value) => value === 77)).toBe(true);
  });
});
