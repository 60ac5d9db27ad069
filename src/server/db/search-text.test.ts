import { expect, test } from "vitest";
import { foldForSearch, searchPatterns, trackSearchText } from "./search-text.ts";

test.each([
  ["Beyoncé", "beyonce"],
  ["Sigur  Rós\t", "sigur ros"],
  ["ＡＢＢＡ", "abba"],
  ["Ǆ", "dz"],
  ["ﬁne", "fine"],
  ["夜に駆ける", "夜に駆ける"],
  ["Ёлка", "елка"],
])("%s folds to %s", (text, folded) => {
  expect(foldForSearch(text)).toBe(folded);
});

test("each word is a pattern of its own, its special characters escaped", () => {
  expect(searchPatterns(" 100%  a_b \\ ")).toEqual(["%100\\%%", "%a\\_b%", "%\\\\%"]);
  expect(searchPatterns("  ")).toEqual([]);
});

test("fields do not run into each other", () => {
  expect(trackSearchText({ title: "One", artist: null, album: "Two" })).toBe("one\n\ntwo");
});
