import { expect, test } from "vitest";
import { foldForSearch, likePattern, searchTerms, trackSearchText, trackSortText, wordsApart } from "./search-text.ts";

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

test.each([
  ["the cure", "  the  cure"],
  ["ac/dc", "  ac/  dc"],
  ["夜に", "  夜  に"],
  ["u2日本live", "  u2  日  本  live"],
  ["사랑 one", "  사  랑  one"],
  ["", ""],
])("the words of %j are set apart as %j", (folded, apart) => {
  expect(wordsApart(folded)).toBe(apart);
});

/** What the database does: every term somewhere in the text. */
function finds(query: string, title: string): boolean {
  const text = trackSearchText({ title, artist: null, album: null });
  return searchTerms(query).every((term) => text.includes(term));
}

test.each([
  ["love", "Glovebox", true],
  ["lo", "Love me", true],
  ["lo", "Hello", false],
  ["u2", "The U2 story", true],
  ["u2", "BU2", false],
  ["dc", "AC/DC live", true],
  ["ac/dc", "AC/DC live", true],
  ["愛", "永遠の愛", true],
  ["の愛", "永遠の愛", true],
  ["愛の", "永遠の愛", false],
  ["駆ける", "夜に駆ける", true],
  ["랑", "사랑", true],
  ["?", "Why ?", true],
  ["!!!", "!!!", true],
  ["👍", "so 👍", true],
  ["live u2", "U2 live", true],
])("%j in %j: %s", (query, title, found) => {
  expect(finds(query, title)).toBe(found);
});

test("every term has three characters or more, as a trigram index needs", () => {
  const terms = searchTerms("a ab abc 愛 愛の ? 👍 ac/dc x\0y");
  for (const term of terms) expect(Array.from(term).length).toBeGreaterThanOrEqual(3);
  expect(terms).toHaveLength(10);
  expect(searchTerms("  ")).toEqual([]);
});

test("a pattern takes special characters for what they are", () => {
  expect(["100%", "a_b", "a\\b"].map(likePattern)).toEqual(["%100\\%%", "%a\\_b%", "%a\\\\b%"]);
});

test("fields do not run into each other", () => {
  expect(trackSearchText({ title: "One", artist: null, album: "Two", genre: "Rock" })).toBe("  one\n\n  two\n  rock");
});

test("however long the names, what lists are ordered by fits an index entry", () => {
  const long = "愛".repeat(5000);
  const sorted = trackSortText({ artist: long, album: long, path: `${"a".repeat(299)}😀` });
  expect(Buffer.byteLength(sorted)).toBeLessThan(2700);
  expect(sorted.endsWith("a")).toBe(true);
});
