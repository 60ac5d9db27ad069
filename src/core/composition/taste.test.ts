import { describe, expect, it } from "vitest";
import { COMPOSER_VOCABULARY } from "./fixtures/composer-vocabulary.ts";
import { initialGrammarState } from "./grammar.ts";
import { harmonyBias, keepsVoicesApart } from "./taste.ts";
import { parseVocabulary } from "./vocabulary.ts";

describe("keepsVoicesApart", () => {
  const state = { ...initialGrammarState(8), bars: 2, position: 4, melodyPitch: 67, melodyEnd: 24 };

  it("lets nothing be struck at or above the melody note that sounds", () => {
    expect(keepsVoicesApart(state, { kind: "accompaniment", pitch: 66 })).toBe(true);
    expect(keepsVoicesApart(state, { kind: "accompaniment", pitch: 67 })).toBe(false);
    expect(keepsVoicesApart({ ...state, position: 8 }, { kind: "accompaniment", pitch: 80 })).toBe(true);
  });

  it("keeps the melody out of the left hand", () => {
    expect(keepsVoicesApart(state, { kind: "melody", pitch: 59 })).toBe(false);
    expect(keepsVoicesApart(state, { kind: "melody", pitch: 60 })).toBe(true);
  });
});

describe("harmonyBias", () => {
  const vocabulary = parseVocabulary(COMPOSER_VOCABULARY);
  const of = (name: string, valence: number, mode: "major" | "minor") =>
    harmonyBias(vocabulary, valence, mode)[COMPOSER_VOCABULARY.indexOf(name)]!;

  it("leans to major chords with valence, to minor ones against it, and nowhere at the middle", () => {
    expect(of("CHORD_5_maj", 1, "major")).toBeGreaterThan(0);
    expect(of("CHORD_5_maj", -1, "minor")).toBeLessThan(0);
    expect(of("CHORD_2_min", -1, "minor")).toBeGreaterThan(0);
    expect(of("CHORD_11_dim", -1, "minor")).toBeGreaterThan(of("CHORD_2_min", -1, "minor"));
    expect(of("CHORD_5_maj", 0, "major")).toBe(0);
  });

  it("keeps a minor key from turning major on its own tonic, and leaves all but chords alone", () => {
    expect(of("CHORD_9_maj", 0, "minor")).toBeLessThan(-2);
    expect(of("CHORD_9_maj", 0, "major")).toBe(0);
    expect(of("CHORD_4_maj", -1, "minor")).toBe(0);
    expect(of("MELODY_60", -1, "minor")).toBe(0);
    expect(of("CHORD_NONE", -1, "minor")).toBe(0);
  });
});
