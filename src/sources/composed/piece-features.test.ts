import { expect, test } from "vitest";
import { smallPiece } from "../../core/composition/fixtures/small-piece.ts";
import { UNMEASURED } from "../../core/signal/unmeasured.ts";
import { pieceFeatures } from "./piece-features.ts";

test("tempo, key, mood and onsets are those of the notes; what only the sound tells is left open", () => {
  expect(pieceFeatures(smallPiece("happy", 2))).toEqual({
    analyserVersion: 1,
    tempoBpm: 120,
    tonic: 0,
    mode: "major",
    loudnessLufs: -16,
    dynamicRangeDb: null,
    brightnessHz: null,
    onsetsPerSecond: 2,
    ...UNMEASURED,
    valence: 0.8,
    arousal: 0.4,
  });
});

test("the tempo of a piece that changes it is the mean over its time", () => {
  const piece = {
    ...smallPiece("sad", 2),
    tempos: [
      { ticks: 0, bpm: 120 },
      { ticks: 1920, bpm: 60 },
    ],
  };
  // Four beats at 120 and four at 60: 2 s and 4 s.
  expect(pieceFeatures(piece).tempoBpm).toBeCloseTo(80, 9);
});
