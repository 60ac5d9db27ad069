import { describe, expect, it } from "vitest";
import { mapEmotions } from "../../core/affect/emotion.ts";
import { CORRECTION_KEY, readKept, removeKept, writeKept, type KeptCorrection } from "./kept-correction.ts";

const kept: KeptCorrection = {
  version: 1,
  weightsSha256: "a".repeat(64),
  fittedAtMs: 1_700_000_000_000,
  calibration: { logBias: mapEmotions((_emotion, i) => i / 10 - 0.3), temperature: 1.2 },
  faces: [{ emotion: "sad", frames: 27, before: 0.4, after: 0.7 }],
};

function shelfWith(text: string | null) {
  const items = new Map<string, string>(text === null ? [] : [[CORRECTION_KEY, text]]);
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

describe("the kept correction", () => {
  it("comes back as it was kept, and is gone when removed", () => {
    const shelf = shelfWith(null);
    expect(readKept(shelf)).toBeNull();
    expect(writeKept(kept, shelf)).toBe(true);
    expect(readKept(shelf)).toEqual(kept);
    removeKept(shelf);
    expect(shelf.items.size).toBe(0);
  });

  const { logBias } = kept.calibration;
  it.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["a list", "[]"],
    ["an older form", JSON.stringify({ ...kept, version: 0 })],
    ["no weights", JSON.stringify({ ...kept, weightsSha256: "abc" })],
    ["no time", JSON.stringify({ ...kept, fittedAtMs: "now" })],
    [
      "a bias missing",
      JSON.stringify({ ...kept, calibration: { temperature: 1, logBias: { ...logBias, sad: undefined } } }),
    ],
    [
      "a bias beyond sense",
      JSON.stringify({ ...kept, calibration: { temperature: 1, logBias: { ...logBias, sad: 99 } } }),
    ],
    [
      "a bias that is a word",
      JSON.stringify({ ...kept, calibration: { temperature: 1, logBias: { ...logBias, sad: "1" } } }),
    ],
    ["a temperature of zero", JSON.stringify({ ...kept, calibration: { ...kept.calibration, temperature: 0 } })],
    ["no calibration", JSON.stringify({ ...kept, calibration: null })],
    ["an unknown face", JSON.stringify({ ...kept, faces: [{ ...kept.faces[0], emotion: "bored" }] })],
    ["a face twice", JSON.stringify({ ...kept, faces: [...kept.faces, ...kept.faces] })],
    ["a share above one", JSON.stringify({ ...kept, faces: [{ ...kept.faces[0], after: 1.1 }] })],
  ])("is ignored and removed where it is %s", (_what, text) => {
    const shelf = shelfWith(text);
    expect(readKept(shelf)).toBeNull();
    expect(shelf.items.size).toBe(0);
  });

  it("does without storage, and says that it keeps nothing", () => {
    const shut = () => {
      throw new DOMException("shut", "SecurityError");
    };
    const shelf = { getItem: shut, setItem: shut, removeItem: shut };
    expect(readKept(shelf)).toBeNull();
    expect(writeKept(kept, shelf)).toBe(false);
    expect(() => removeKept(shelf)).not.toThrow();
    expect(writeKept(kept, null)).toBe(false);
  });
});
