import { expect, test } from "vitest";
import { cleanText } from "./clean-text.ts";

test.each([
  ["plain", "A Song", "A Song"],
  ["spaces and line ends", "  A \n\t Song\r\n", "A Song"],
  ["nulls", "A Song\0\0", "A Song"],
  ["decomposed letters", "Bjo\u0308rk", "Bj\u00f6rk"],
  ["direction overrides", "gnp.\u202E3pm.x", "gnp. 3pm.x"],
  ["half a surrogate pair", "A\uD83D", "A\uFFFD"],
  ["any script and emoji", "椎名林檎 🎧 Ночь", "椎名林檎 🎧 Ночь"],
  ["UTF-8 taken for Latin-1", "Bj\u00c3\u00b6rk", "Bj\u00f6rk"],
  ["Latin-1 that is what it says", "\u00c4rger \u00fcber \u00c3", "\u00c4rger \u00fcber \u00c3"],
  ["markup, kept as the text it is", "<b>&amp;", "<b>&amp;"],
])("%s", (_, text, expected) => {
  expect(cleanText(text)).toBe(expected);
});

test.each([undefined, null, 7, {}, "", " \0\n"])("%o is nothing", (text) => {
  expect(cleanText(text)).toBeNull();
});

test("length is bounded in characters, not in halves of them", () => {
  const cleaned = cleanText("🎧".repeat(5000))!;
  expect(Array.from(cleaned)).toHaveLength(300);
  expect(cleaned.endsWith("🎧")).toBe(true);
});
