import { describe, expect, it } from "vitest";
import { FURTHEST_BACK, repeatedBar } from "./form.ts";

const plan = (bars: number, count = bars): (number | null)[] =>
  Array.from({ length: count }, (_, index) => repeatedBar(index, bars));

describe("the form", () => {
  it("of 32 bars is A A B A", () => {
    const N = null;
    const sections = [
      [N, N, N, N, 0, 1, N, N],
      [0, 1, 2, 3, N, N, N, N],
      [N, N, N, N, 16, 17, N, N],
      [8, 9, 10, 11, 12, 13, N, N],
    ];
    expect(plan(32)).toEqual(sections.flat());
  });

  it("leaves the last two bars, which close, and pieces that are too short alone", () => {
    expect(plan(7).every((bar) => bar === null)).toBe(true);
    expect(plan(14).slice(-2)).toEqual([null, null]);
    expect(plan(14)[11]).toBe(3);
  });

  it("goes on for ever, never further back than is remembered and never forwards", () => {
    for (const [index, from] of plan(Infinity, 400).entries()) {
      const back = from === null ? 1 : index - from;
      expect(back).toBeGreaterThan(0);
      expect(back).toBeLessThanOrEqual(FURTHEST_BACK);
    }
    expect(plan(Infinity, 400).filter((from) => from !== null).length).toBeGreaterThan(150);
  });
});
