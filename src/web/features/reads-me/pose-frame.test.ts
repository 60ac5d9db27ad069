import { describe, expect, it } from "vitest";
import { mapEmotions } from "../../../core/affect/emotion.ts";
import type { FaceReading } from "../../../inference/face-reading.ts";
import { poseFrame } from "./pose-frame.ts";

const at = { x: 0, y: 0 };
const probabilities = mapEmotions((emotion) => (emotion === "sad" ? 1 : 0));

function face(side: number, more: Partial<FaceReading>): FaceReading {
  return {
    id: side,
    box: { x: 0, y: 0, width: side, height: side },
    landmarks: { rightEye: at, leftEye: at, nose: at, mouth: at, rightEar: at, leftEar: at },
    score: 0.9,
    usable: true,
    ...more,
  };
}

function eventOf(...faces: FaceReading[]) {
  const timings = { detectMs: 0, trackMs: 0, emotionMs: 0, totalMs: 0 };
  return poseFrame({ faces, width: 640, height: 480, timestampMs: 500, pixelsMs: 0, timings });
}

describe("poseFrame", () => {
  it("reads the largest face, with the time of its own frame", () => {
    const other = mapEmotions(() => 1 / 7);
    expect(eventOf(face(50, { probabilities: other }), face(90, { probabilities, readAtMs: 420 }))).toEqual({
      kind: "frame",
      timestampMs: 500,
      faceCount: 2,
      read: { probabilities, readAtMs: 420 },
    });
    expect(eventOf(face(90, { probabilities }))).toMatchObject({ read: { readAtMs: 500 } });
  });

  it("waits, and does not turn to a smaller face, where the largest cannot be read", () => {
    expect(eventOf()).toMatchObject({ faceCount: 0, read: "nobody" });
    const dark = face(90, { usable: false, reason: "too-dark" });
    expect(eventOf(dark, face(50, { probabilities }))).toMatchObject({ read: "too-dark" });
    expect(eventOf(face(90, {}))).toMatchObject({ read: "reading" });
  });
});
