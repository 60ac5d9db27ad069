import { describe, expect, it } from "vitest";
import { EMOTIONS } from "../affect/emotion.ts";
import {
  ATTRIBUTES,
  attributesForMood,
  bendTowards,
  modeOf,
  pieceMood,
  type MusicAttributes,
} from "./mood-attributes.ts";

const at = (valence: number, arousal: number): MusicAttributes => attributesForMood(pieceMood({ valence, arousal }));

/** What a listener can tell apart: about a just noticeable difference or two of each attribute. */
const APART: Readonly<Record<(typeof ATTRIBUTES)[number], number>> = {
  mode: 0.5,
  tempo: 8,
  density: 2,
  register: 2.5,
  velocity: 8,
  articulation: 0.09,
  unevenness: 3,
};

describe("attributesForMood", () => {
  it("tells every two of the seven moods apart in at least two attributes", () => {
    for (const [i, one] of EMOTIONS.entries()) {
      for (const other of EMOTIONS.slice(i + 1)) {
        const [a, b] = [attributesForMood(pieceMood(one)), attributesForMood(pieceMood(other))];
        const apart = ATTRIBUTES.filter((name) => Math.abs(a[name] - b[name]) >= APART[name]);
        expect(apart.length, `${one} and ${other}`).toBeGreaterThanOrEqual(2);
      }
    }
  });

  it("is minor where valence is below zero, major from zero on", () => {
    expect(EMOTIONS.filter((emotion) => modeOf(attributesForMood(pieceMood(emotion))) === "minor")).toEqual([
      "angry",
      "disgust",
      "fear",
      "sad",
    ]);
    expect(modeOf(at(0, 0))).toBe("major");
  });

  it("gets faster, denser, louder, higher and shorter with arousal, whatever the valence", () => {
    for (const valence of [-1, 0, 1]) {
      const [calm, excited] = [at(valence, -0.8), at(valence, 0.8)];
      for (const name of ["tempo", "density", "velocity", "register"] as const) {
        expect(excited[name], name).toBeGreaterThan(calm[name]);
      }
      expect(excited.articulation).toBeLessThan(calm.articulation);
    }
  });

  it("stays within what can be played, at the corners of the plane and of points beyond it", () => {
    for (const valence of [-7, -1, 0, 1, 7]) {
      for (const arousal of [-7, -1, 0, 1, 7]) {
        const { tempo, density, register, velocity, articulation, mode } = at(valence, arousal);
        expect(tempo).toSatisfy((bpm: number) => bpm >= 40 && bpm <= 160);
        expect(density).toSatisfy((onsets: number) => onsets >= 4 && onsets <= 32);
        expect(register).toSatisfy((pitch: number) => pitch >= 48 && pitch <= 72);
        expect(velocity).toSatisfy((value: number) => value >= 30 && value <= 115);
        expect(articulation).toSatisfy((share: number) => share >= 0.4 && share <= 1);
        expect(Math.abs(mode)).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe("bendTowards", () => {
  it("has gone nine tenths of the way after two bars, the mode at once", () => {
    const [sad, happy] = [attributesForMood(pieceMood("sad")), attributesForMood(pieceMood("happy"))];
    const first = bendTowards(sad, happy);
    const second = bendTowards(first, happy);
    expect(first.mode).toBe(happy.mode);
    for (const name of ["tempo", "density", "register", "velocity"] as const) {
      expect(first[name]).toBeGreaterThan(sad[name]);
      expect((second[name] - sad[name]) / (happy[name] - sad[name])).toBeGreaterThan(0.9);
    }
  });
});

describe("modeOf", () => {
  it("does not go to and fro around the middle", () => {
    expect(modeOf({ mode: -0.1 }, "major")).toBe("major");
    expect(modeOf({ mode: 0.1 }, "minor")).toBe("minor");
    expect(modeOf({ mode: -0.3 }, "major")).toBe("minor");
    expect(modeOf({ mode: 0 })).toBe("major");
  });
});
