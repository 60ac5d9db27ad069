import { describe, expect, it } from "vitest";
import type { Piece } from "../../../core/composition/piece.ts";
import { keyWords, pieceFacts, rollSentence, suggestedName } from "./piece-words.ts";

const piece: Piece = {
  mood: { emotion: "sad", valence: -0.65, arousal: -0.35 },
  seed: 12,
  bars: 8,
  tonic: 10,
  mode: "minor",
  tempos: [{ ticks: 0, bpm: 79.6 }],
  chords: [],
  notes: [{ voice: "melody", pitch: 60, startTicks: 0, durationTicks: 480, velocity: 60 }],
};

describe("a piece in words", () => {
  it("names it by mood and key", () => {
    expect(suggestedName(piece)).toBe("Sad in B♭ minor");
    expect(suggestedName({ ...piece, mood: { emotion: null, valence: 0.45, arousal: -0.6 }, mode: "major" })).toBe(
      "Calm in B♭ major",
    );
  });

  it("knows every key, none with more than six signs", () => {
    const keys = Array.from({ length: 12 }, (_, tonic) => tonic);
    for (const mode of ["major", "minor"] as const) {
      const names = keys.map((tonic) => keyWords({ tonic, mode }));
      expect(new Set(names).size).toBe(12);
      for (const name of names) expect(name).toMatch(/^[A-G][♭♯]? (?:major|minor)$/u);
    }
  });

  it("says what the picture shows", () => {
    expect(rollSentence(piece)).toBe("Piano roll of a piece in B♭ minor: 80 beats a minute, 8 bars, 1 notes.");
    expect(pieceFacts(piece).find(({ name }) => name === "Length")?.value).toBe("0:24");
  });
});
