import { describe, expect, it } from "vitest";
import type { MoodState } from "../../../core/affect/mood-tracker.ts";
import type { FaceReading } from "../../../inference/face-reading.ts";
import type { PictureReading } from "../../capture/face-worker-protocol.ts";
import { boxOnCanvas } from "./draw-faces.ts";
import { listFaces } from "./listed-faces.ts";

const none = { angry: 0, disgust: 0, fear: 0, happy: 0, sad: 0, surprise: 0, neutral: 0 };
const at = { x: 0, y: 0 };
const landmarks = { rightEye: at, leftEye: at, nose: at, mouth: at, rightEar: at, leftEar: at };

function face(id: number, x: number, rest: Partial<FaceReading> = {}): FaceReading {
  return { id, box: { x, y: 10, width: 100, height: 100 }, landmarks, score: 0.9, usable: true, ...rest };
}

function picture(faces: FaceReading[]): PictureReading {
  const timings = { detectMs: 0, trackMs: 0, emotionMs: 0, totalMs: 0 };
  return { faces, width: 640, height: 480, timestampMs: 0, pixelsMs: 0, timings };
}

function steady(id: number, emotion: "happy" | null): MoodState["faces"][number] {
  const probabilities = { ...none, happy: 0.6, neutral: 0.4 };
  return { id, mood: { emotion, point: { valence: 0, arousal: 0 }, probabilities, confidence: 0.5, sinceMs: 0 } };
}

describe("listFaces", () => {
  const flickering = { ...none, sad: 1 };

  it("numbers faces from left to right as they are shown", () => {
    const reading = picture([face(7, 400), face(3, 50)]);
    expect(listFaces(reading, [], false).map(({ box }) => box.x)).toEqual([50, 400]);
    expect(listFaces(reading, [], true).map(({ box, number }) => [number, box.x])).toEqual([
      [1, 400],
      [2, 50],
    ]);
  });

  it("shows the steady mood rather than the frame's", () => {
    const [shown] = listFaces(picture([face(1, 0, { probabilities: flickering })]), [steady(1, "happy")], false);
    expect(shown).toMatchObject({ emotion: "happy", probabilities: { happy: 0.6 }, tag: "1 · happy 60 %" });
  });

  it("says unsure where the tracker says nothing clear", () => {
    const faces = [face(1, 0, { probabilities: flickering })];
    expect(listFaces(picture(faces), [steady(1, null)], false)[0]).toMatchObject({ emotion: null, tag: "1 · unsure" });
  });

  it("says why a face is not read, whatever was read of it before", () => {
    const faces = [face(1, 0, { usable: false, reason: "too-dark" })];
    const [shown] = listFaces(picture(faces), [steady(1, "happy")], false);
    expect(shown).toMatchObject({ emotion: null, probabilities: null, tag: "1 · too dark" });
    expect(shown?.reason).toMatch(/light/);
  });

  it("waits for a face whose turn has not come", () => {
    expect(listFaces(picture([face(1, 0)]), [], false)[0]).toMatchObject({ probabilities: null, tag: "1 · reading …" });
  });
});

describe("boxOnCanvas", () => {
  const box = { box: { x: 100, y: 50, width: 60, height: 80 } };

  it("scales, and flips with the mirrored picture", () => {
    const canvas = { scale: 0.5, width: 320 };
    expect(boxOnCanvas(box, { ...canvas, mirrored: false })).toEqual({ x: 50, y: 25, width: 30, height: 40 });
    expect(boxOnCanvas(box, { ...canvas, mirrored: true })).toEqual({ x: 240, y: 25, width: 30, height: 40 });
  });
});
