import { describe, expect, it } from "vitest";
import { clockText, spokenTime, timeLeftText } from "./time-text.ts";

describe("clockText", () => {
  it.each([
    [0, "0:00"],
    [999, "0:00"],
    [61_000, "1:01"],
    [600_000, "10:00"],
    [3_765_000, "1:02:45"],
    [null, "–:––"],
    [Number.NaN, "–:––"],
    [Number.POSITIVE_INFINITY, "–:––"],
    [-5, "–:––"],
  ])("%s ms is %s", (ms, text) => {
    expect(clockText(ms)).toBe(text);
  });
});

describe("spokenTime", () => {
  it.each([
    [0, "0 seconds"],
    [1000, "1 second"],
    [187_000, "3 minutes 7 seconds"],
    [3_600_000, "1 hour"],
    [null, "unknown"],
  ])("%s ms is %s", (ms, text) => {
    expect(spokenTime(ms)).toBe(text);
  });
});

describe("timeLeftText", () => {
  it.each([
    [0, "about 5 s left"],
    [12_000, "about 15 s left"],
    [60_000, "about 1 min left"],
    [61_000, "about 2 min left"],
    [3_600_000, "about 1 h 0 min left"],
    [null, null],
  ])("%s ms is %s", (ms, text) => {
    expect(timeLeftText(ms)).toBe(text);
  });
});
