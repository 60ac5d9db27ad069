import { expect, test } from "vitest";
import { smallPiece } from "../../core/composition/fixtures/small-piece.ts";
import { readScore, writeScore } from "./score.ts";

test("a piece comes back as it was written, and takes far less room than its JSON", () => {
  const piece = smallPiece("sad", 8, 5);
  const written = writeScore(piece);
  expect(readScore(written)).toEqual(piece);
  expect(written.length).toBeLessThan(JSON.stringify(piece).length / 3);
});

test.each([
  "",
  "{}",
  "null",
  "[1,2]",
  '{"format":2,"notes":[]}',
  '{"format":1,"notes":[[9,60,0,1,1]]}',
  '{"format":1,"no',
])("%j is named as unreadable", (text) => {
  expect(() => readScore(text)).toThrow(expect.objectContaining({ code: "piece.unreadable" }));
});
