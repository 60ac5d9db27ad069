import { expect, test } from "vitest";
import { ifRangeHolds, noneMatchHits, parseByteRange } from "./byte-range.ts";

test.each([
  [undefined, { kind: "whole" }],
  ["bytes=0-4", { kind: "part", start: 0, end: 4 }],
  ["bytes=5-", { kind: "part", start: 5, end: 9 }],
  ["bytes=-3", { kind: "part", start: 7, end: 9 }],
  ["bytes=-30", { kind: "part", start: 0, end: 9 }],
  ["bytes=9-100", { kind: "part", start: 9, end: 9 }],
  ["BYTES = 1 - 2", { kind: "part", start: 1, end: 2 }],
  ["bytes=10-", { kind: "unsatisfiable" }],
  ["bytes=-0", { kind: "unsatisfiable" }],
  ["bytes=99999999999999999999-", { kind: "unsatisfiable" }],
  ["bytes=4-3", { kind: "whole" }],
  ["bytes=0-1,3-4", { kind: "whole" }],
  ["bytes=-", { kind: "whole" }],
  ["items=0-1", { kind: "whole" }],
  ["bytes=-1-2", { kind: "whole" }],
])("of ten bytes %j asks for %j", (header, expected) => {
  expect(parseByteRange(header, 10)).toEqual(expected);
});

test("an empty file has no bytes to give", () => {
  expect(parseByteRange("bytes=0-0", 0)).toEqual({ kind: "unsatisfiable" });
  expect(parseByteRange("bytes=-1", 0)).toEqual({ kind: "unsatisfiable" });
});

test("If-Range holds for the very tag or the second of the change, and for no weak tag", () => {
  const modifiedAtMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  expect(ifRangeHolds(undefined, '"a"', modifiedAtMs)).toBe(true);
  expect(ifRangeHolds('"a"', '"a"', modifiedAtMs)).toBe(true);
  expect(ifRangeHolds('"b"', '"a"', modifiedAtMs)).toBe(false);
  expect(ifRangeHolds('W/"a"', '"a"', modifiedAtMs)).toBe(false);
  expect(ifRangeHolds("Fri, 02 Jan 2026 03:04:05 GMT", '"a"', modifiedAtMs)).toBe(true);
  expect(ifRangeHolds("Fri, 02 Jan 2026 03:04:04 GMT", '"a"', modifiedAtMs)).toBe(false);
  expect(ifRangeHolds("no date", '"a"', modifiedAtMs)).toBe(false);
});

test("If-None-Match takes a list, a star and weak tags", () => {
  expect(noneMatchHits(undefined, '"a"')).toBe(false);
  expect(noneMatchHits('"b", W/"a"', '"a"')).toBe(true);
  expect(noneMatchHits("*", '"a"')).toBe(true);
  expect(noneMatchHits('"b"', '"a"')).toBe(false);
});
