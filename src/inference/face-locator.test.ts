import { describe, expect, it } from "vitest";
import { createFaceLocator } from "./face-locator.ts";
import { scriptedDetector, type ScriptedDetector } from "./fixtures/faces.ts";
import { faceOf, paintScene, type Actor } from "./fixtures/scene.ts";

const anna: Actor = { x: 80, y: 120, side: 70, seed: 4 };
const ben: Actor = { x: 230, y: 120, side: 50, seed: 9 };

function locator(detector: ScriptedDetector, maxFaces = 8) {
  return createFaceLocator({
    detector,
    detectEvery: 6,
    detectEveryWhenEmpty: 3,
    inputSize: 192,
    maxFaces,
    now: () => 0,
  });
}

/** Which of the frames were searched afresh. */
async function detectedFrames(detector: ScriptedDetector, frames: Actor[][]): Promise<number[]> {
  const faces = locator(detector);
  const detected: number[] = [];
  for (const [i, actors] of frames.entries()) {
    const result = await faces.locate(paintScene({ actors }), i * 33);
    if (result.detected) detected.push(i);
  }
  return detected;
}

describe("createFaceLocator", () => {
  it("detects in every sixth frame while it can follow a face", async () => {
    const frames = Array.from({ length: 13 }, (_, i) => [{ ...anna, x: anna.x + i }]);
    expect(
      await detectedFrames(
        scriptedDetector(() => [faceOf(anna)]),
        frames,
      ),
    ).toEqual([0, 6, 12]);
  });

  it("looks more often while nobody is there", async () => {
    const frames = Array.from({ length: 8 }, () => []);
    expect(
      await detectedFrames(
        scriptedDetector(() => []),
        frames,
      ),
    ).toEqual([0, 3, 6]);
  });

  it("detects at once when a face is lost", async () => {
    const frames = [[anna], [anna], [], [], [], []];
    let call = 0;
    const detector = scriptedDetector(() => (call++ === 0 ? [faceOf(anna)] : []));
    expect(await detectedFrames(detector, frames)).toEqual([0, 2, 5]);
  });

  it("looks twice at a new face, once at one it knows", async () => {
    const detector = scriptedDetector(() => [faceOf(anna)]);
    const faces = locator(detector);
    for (let i = 0; i < 13; i++) await faces.locate(paintScene({ actors: [anna] }), i * 33);
    expect(detector.detections).toBe(3);
    expect(detector.confirmations).toBe(1);
  });

  it("drops what a second look does not confirm", async () => {
    const detector = scriptedDetector(
      () => [faceOf(anna), faceOf(ben)],
      (face) => face.box.width > 60,
    );
    const { faces } = await locator(detector).locate(paintScene({ actors: [anna, ben] }), 0);
    expect(faces.map((face) => face.box.width)).toEqual([70]);
  });

  it("asks more of a new face than of one it knows", async () => {
    const scores = [0.45, 0.6, 0.4];
    const detector = scriptedDetector(() => [faceOf(anna, scores.shift())]);
    const faces = locator(detector);
    const counts: number[] = [];
    for (let i = 0; i < 10; i++) {
      const result = await faces.locate(paintScene({ actors: [anna] }), i * 33);
      if (result.detected) counts.push(result.faces.length);
    }
    expect(counts).toEqual([0, 1, 1]);
  });

  it("keeps the largest faces where there are too many", async () => {
    const detector = scriptedDetector(() => [faceOf(ben, 0.95), faceOf(anna, 0.6)]);
    const { faces } = await locator(detector, 1).locate(paintScene({ actors: [anna, ben] }), 0);
    expect(faces.map((face) => face.box.width)).toEqual([70]);
  });

  it("starts anew after a reset", async () => {
    const detector = scriptedDetector(() => [faceOf(anna)]);
    const faces = locator(detector);
    await faces.locate(paintScene({ actors: [anna] }), 0);
    faces.reset();
    const result = await faces.locate(paintScene({ actors: [anna] }), 33);
    expect(result.detected).toBe(true);
    expect(result.faces[0]!.id).toBe(2);
  });
});
