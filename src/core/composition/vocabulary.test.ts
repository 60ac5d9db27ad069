import { describe, expect, it } from "vitest";
import { COMPOSER_VOCABULARY } from "./fixtures/composer-vocabulary.ts";
import { parseVocabulary } from "./vocabulary.ts";

describe("parseVocabulary", () => {
  it("knows every string that training writes", () => {
    const vocabulary = parseVocabulary(COMPOSER_VOCABULARY);
    expect(vocabulary.tokens).toHaveLength(175);
    const token = (name: string) => vocabulary.tokens[COMPOSER_VOCABULARY.indexOf(name)];
    expect(token("POSITION_15")).toEqual({ kind: "position", position: 15 });
    expect(token("CHORD_NONE")).toEqual({ kind: "chord", chord: null });
    expect(token("CHORD_9_min")).toEqual({ kind: "chord", chord: { root: 9, quality: "min" } });
    expect(token("MELODY_72")).toEqual({ kind: "melody", pitch: 72 });
    expect(token("ACCOMPANIMENT_28")).toEqual({ kind: "accompaniment", pitch: 28 });
    expect(token("DURATION_12")).toEqual({ kind: "duration", sixteenths: 12 });
    expect([vocabulary.start, vocabulary.end, vocabulary.bar]).toEqual([1, 2, 3]);
    expect(vocabulary.idsOf("duration")).toEqual([167, 168, 169, 170, 171, 172, 173, 174]);
  });

  it("follows another order", () => {
    const vocabulary = parseVocabulary(COMPOSER_VOCABULARY.toReversed());
    expect(vocabulary.tokens[vocabulary.bar]).toEqual({ kind: "bar" });
    expect(vocabulary.start).toBe(173);
  });

  it.each([
    ["an unknown word", [...COMPOSER_VOCABULARY, "TEMPO_120"]],
    ["a root that is none", [...COMPOSER_VOCABULARY, "CHORD_12_maj"]],
    ["an unknown quality", [...COMPOSER_VOCABULARY, "CHORD_0_aug"]],
    ["a pitch that is none", [...COMPOSER_VOCABULARY, "MELODY_128"]],
    ["a duration of nothing", [...COMPOSER_VOCABULARY, "DURATION_0"]],
    ["a token twice", [...COMPOSER_VOCABULARY, "BAR"]],
    ["no end", COMPOSER_VOCABULARY.filter((name) => name !== "END")],
    ["a position too few", COMPOSER_VOCABULARY.filter((name) => name !== "POSITION_7")],
    ["no durations", COMPOSER_VOCABULARY.filter((name) => !name.startsWith("DURATION"))],
    ["an empty list", []],
    ["a name of the object's own", [...COMPOSER_VOCABULARY, "toString"]],
  ])("refuses %s", (_what, names) => {
    expect(() => parseVocabulary(names)).toThrow(expect.objectContaining({ code: "model.vocabulary-mismatch" }));
  });
});
