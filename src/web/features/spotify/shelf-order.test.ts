import { describe, expect, it } from "vitest";
import { mapOf, placementOf, shelfBeyond, SHELVES } from "./shelf-order.ts";

const EMPTY = { angry: [], disgust: [], fear: [], happy: [], sad: [], surprise: [], neutral: [] };

describe("the shelves of the mood map", () => {
  it("come one after the other, and end at both ends", () => {
    expect(shelfBeyond("happy", 1)).toBe("surprise");
    expect(shelfBeyond("happy", -1)).toBe("happy");
    expect(shelfBeyond("none", 1)).toBe("none");
    expect(shelfBeyond("none", -1)).toBe("neutral");
    expect(SHELVES).toHaveLength(8);
  });
  it("put a playlist that no mood names, or that is new, on the last", () => {
    expect(placementOf(["a", "b", "c"], { sad: ["b"], happy: ["gone"] })).toEqual({ a: "none", b: "sad", c: "none" });
    expect(placementOf([], {})).toEqual({});
  });
  it("make the map that made them", () => {
    const map = { ...EMPTY, sad: ["b"], neutral: ["a", "d"] };
    const ids = ["a", "b", "c", "d"];
    expect(mapOf(ids, placementOf(ids, map))).toEqual(map);
  });
});
