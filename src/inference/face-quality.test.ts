import { describe, expect, it } from "vitest";
import { judgeCrop, judgePlace, noseOffset } from "./face-quality.ts";
import { frontalFace, leaning } from "./fixtures/faces.ts";

const frame = { width: 640, height: 480 };
const good = frontalFace({ x: 320, y: 240 }, 120);

describe("judgePlace", () => {
  it("has nothing against a frontal face", () => {
    expect(judgePlace(good, frame)).toBeUndefined();
    expect(judgePlace(leaning(good, 0.6), frame)).toBeUndefined();
  });

  it("names what is wrong", () => {
    expect(judgePlace({ ...good, score: 0.45 }, frame)).toBe("uncertain");
    expect(judgePlace(frontalFace({ x: 320, y: 240 }, 20), frame)).toBe("too-small");
    expect(judgePlace(frontalFace({ x: 5, y: 240 }, 120), frame)).toBe("cut-off");
    expect(judgePlace(frontalFace({ x: -500, y: 240 }, 120), frame)).toBe("cut-off");
    const profile = structuredClone(good);
    profile.landmarks.nose.x = profile.landmarks.leftEye.x + 8;
    expect(judgePlace(profile, frame)).toBe("turned-away");
  });
});

describe("noseOffset", () => {
  it("is 0 in front, whichever way the head leans", () => {
    expect(noseOffset(good)).toBeCloseTo(0, 5);
    expect(noseOffset(leaning(good, 0.7))).toBeCloseTo(0, 5);
  });

  it("has no limit where the eyes fall together", () => {
    const face = structuredClone(good);
    face.landmarks.leftEye = { ...face.landmarks.rightEye };
    expect(noseOffset(face)).toBe(Infinity);
    expect(judgePlace(face, frame)).toBe("turned-away");
  });
});

/** Half the pixels a spread above the mean, half below. */
const crop = (mean: number, spread: number): Float32Array =>
  Float32Array.from({ length: 2304 }, (_, i) => mean + (i % 2 === 0 ? spread : -spread));

describe("judgeCrop", () => {
  it("takes dim faces and refuses night and fog", () => {
    expect(judgeCrop(crop(120, 50))).toBeUndefined();
    expect(judgeCrop(crop(16, 8))).toBeUndefined();
    expect(judgeCrop(crop(8, 7))).toBe("too-dark");
    expect(judgeCrop(crop(200, 4))).toBe("too-flat");
  });
});
