import { beforeEach, describe, expect, it, vi } from "vitest";
import { EMOTIONS, mapEmotions } from "../../core/affect/emotion.ts";
import type { FaceReading } from "../../inference/face-reading.ts";
import type { PictureReading } from "./face-worker-protocol.ts";
import type { KeptCorrection } from "./kept-correction.ts";
import {
  checkCorrection,
  correctReading,
  isCorrecting,
  keepCorrection,
  resetCorrection,
  usePersonalCorrection,
  weightsAre,
} from "./personal-correction.ts";

const WEIGHTS = "a".repeat(64);
const OTHERS = "b".repeat(64);
const kept: KeptCorrection = {
  version: 1,
  weightsSha256: WEIGHTS,
  fittedAtMs: 1,
  calibration: {
    logBias: mapEmotions((emotion) => (emotion === "sad" ? 1.2 : emotion === "neutral" ? -1.2 : 0)),
    temperature: 1,
  },
  faces: [],
};
const at = { x: 0, y: 0 };
const seen = mapEmotions((emotion) => (emotion === "neutral" ? 0.5 : emotion === "sad" ? 0.3 : 0.04));

function face(id: number, side: number): FaceReading {
  return {
    id,
    box: { x: 0, y: 0, width: side, height: side },
    landmarks: { rightEye: at, leftEye: at, nose: at, mouth: at, rightEar: at, leftEar: at },
    score: 0.9,
    usable: true,
    probabilities: seen,
  };
}

function reading(...faces: FaceReading[]): PictureReading {
  const timings = { detectMs: 0, trackMs: 0, emotionMs: 0, totalMs: 0 };
  return { faces, width: 640, height: 480, timestampMs: 0, pixelsMs: 0, timings };
}

const state = () => usePersonalCorrection.getState();

describe("the correction in force", () => {
  beforeEach(() => usePersonalCorrection.setState({ kept: null, weightsSha256: null, dropped: false }, true));

  it("leaves readings as they are without one", () => {
    const picture = reading(face(1, 100));
    expect(correctReading(picture)).toBe(picture);
  });

  it("corrects the largest face and no other", () => {
    keepCorrection(kept);
    const picture = reading(face(1, 50), face(2, 100));
    const corrected = correctReading(picture);
    expect(corrected.faces[0]).toBe(picture.faces[0]);
    const mine = corrected.faces[1]!.probabilities!;
    expect(mine.sad).toBeGreaterThan(mine.neutral);
    expect(EMOTIONS.reduce((sum, emotion) => sum + mine[emotion], 0)).toBeCloseTo(1, 9);
    expect(picture.faces[1]!.probabilities).toBe(seen);
  });

  it("corrects nobody where the largest face could not be read, and copes with an empty picture", () => {
    keepCorrection(kept);
    const { probabilities: _none, ...unread } = face(2, 100);
    const picture = reading(face(1, 50), { ...unread, usable: false, reason: "too-dark" });
    expect(correctReading(picture)).toBe(picture);
    expect(correctReading(reading()).faces).toEqual([]);
  });

  it("rests until the weights are known, and is dropped for others", () => {
    usePersonalCorrection.setState({ kept });
    const picture = reading(face(1, 100));
    expect(isCorrecting(state())).toBe(false);
    expect(correctReading(picture)).toBe(picture);
    weightsAre(WEIGHTS);
    expect(isCorrecting(state())).toBe(true);
    expect(correctReading(picture)).not.toBe(picture);
    weightsAre(OTHERS);
    expect(state()).toMatchObject({ kept: null, dropped: true });
    expect(correctReading(picture)).toBe(picture);
  });

  it("asks which weights read faces only where a correction is kept", async () => {
    const fetched = vi.fn<typeof fetch>(async () => Response.json({ sha256: OTHERS }));
    vi.stubGlobal("fetch", fetched);
    await checkCorrection();
    expect(fetched).not.toHaveBeenCalled();
    usePersonalCorrection.setState({ kept });
    await Promise.all([checkCorrection(), checkCorrection()]);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(state().dropped).toBe(true);
    vi.unstubAllGlobals();
  });

  it("keeps resting, and keeps what is kept, where the server does not say", async () => {
    usePersonalCorrection.setState({ kept });
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("away")));
    await checkCorrection();
    expect(state()).toMatchObject({ kept, weightsSha256: null, dropped: false });
    vi.unstubAllGlobals();
  });

  it("is forgotten on demand", () => {
    keepCorrection(kept);
    resetCorrection();
    expect(state()).toMatchObject({ kept: null, dropped: false });
    expect(isCorrecting(state())).toBe(false);
  });
});
