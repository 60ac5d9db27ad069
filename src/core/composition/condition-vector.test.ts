import { describe, expect, it } from "vitest";
import { CONDITIONS, createConditionEncoder } from "./condition-vector.ts";

const scales = CONDITIONS.map((name, i) => ({ name, mean: 10 * i, std: i + 1 }));

describe("createConditionEncoder", () => {
  it("scales what is asked, flags what is not, and says where the piece is", () => {
    const encode = createConditionEncoder(scales);
    const vector = encode({ mode: 21, density: 26, tempo: 62 }, { progress: 0.25, barsAfter: 4 });
    const [values, flags] = [Array.from(vector.slice(0, 6)), Array.from(vector.slice(6, 12))];
    expect(values.map((value) => Math.round(value * 1000) / 1000)).toEqual([0, 0, 0.333, -1, 0, 2]);
    expect(flags).toEqual([0, 0, 1, 1, 0, 1]);
    expect(Array.from(vector.slice(12))).toEqual([0.25, 0.5]);
  });

  it("foresees eight bars, and no end of music that goes on", () => {
    const encode = createConditionEncoder(scales);
    const remaining = (barsAfter: number) => encode({}, { progress: 0, barsAfter })[13];
    expect([0, 8, 100, Infinity].map(remaining)).toEqual([0, 1, 1, 1]);
  });

  it("asks for nothing that lies far beyond the training pieces", () => {
    const encode = createConditionEncoder(scales);
    expect(encode({ valence: 90, tempo: -900 }, { progress: 0, barsAfter: 0 })[0]).toBe(2.5);
    expect(encode({ valence: 90, tempo: -900 }, { progress: 0, barsAfter: 0 })[5]).toBe(-2.5);
  });

  it.each([
    ["another order", scales.toReversed()],
    ["one too few", scales.slice(1)],
    ["another name", scales.map((scale) => ({ ...scale, name: scale.name.toUpperCase() }))],
  ])("refuses %s", (_what, odd) => {
    expect(() => createConditionEncoder(odd)).toThrow(expect.objectContaining({ code: "model.conditions-mismatch" }));
  });
});
