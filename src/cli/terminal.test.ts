import { expect, it } from "vitest";
import { printable } from "./terminal.ts";

it.each([
  ["plain Ünïcode 音楽 🎵", "plain Ünïcode 音楽 🎵"],
  ["\u001B[2Jgone", "\uFFFD[2Jgone"],
  ["two\nlines\r", "two\uFFFDlines\uFFFD"],
  ["\u009B31m", "\uFFFD31m"],
  ["file\u202Egpj.exe", "file\uFFFDgpj.exe"],
  ["a\u2028b", "a\uFFFDb"],
])("makes %j harmless", (text, harmless) => {
  expect(printable(text)).toBe(harmless);
});
