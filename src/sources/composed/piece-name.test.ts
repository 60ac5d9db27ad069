import { expect, test } from "vitest";
import { EMOTIONS } from "../../core/affect/emotion.ts";
import { smallPiece } from "../../core/composition/fixtures/small-piece.ts";
import { fileNameOf, pieceName } from "./piece-name.ts";

test("a name says the mood, the number and the key", () => {
  expect(pieceName(smallPiece("happy"))).toBe("Happy in C major");
  expect(pieceName({ ...smallPiece("fear"), tonic: 9, mode: "minor" }, 2)).toBe("Afraid No. 2 in A minor");
  const calm = { emotion: null, valence: 0.45, arousal: -0.6 };
  expect(pieceName({ ...smallPiece(), mood: calm })).toBe("Calm in C major");
  expect(new Set(EMOTIONS.map((emotion) => pieceName(smallPiece(emotion)))).size).toBe(7);
});

test.each([
  ["Happy No. 3 in D major", "Happy-No-3-in-D-major"],
  ["../../etc/passwd", "etc-passwd"],
  ["夜 の 音", "夜-の-音"],
  ["///", "piece"],
  ['a"b\r\nX: y', "a-b-X-y"],
])("%j is kept as %s", (title, name) => {
  expect(fileNameOf(title)).toBe(name);
});

test("a long name is cut between characters", () => {
  expect(Array.from(fileNameOf("𝒜".repeat(200)))).toHaveLength(80);
});
