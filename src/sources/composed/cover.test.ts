import sharp from "sharp";
import { expect, test } from "vitest";
import { EMOTIONS } from "../../core/affect/emotion.ts";
import { coverSvg, drawCover } from "./cover.ts";
import { smallPiece } from "../../core/composition/fixtures/small-piece.ts";

test("the cover is a picture of 600 x 600 that follows from the piece alone", async () => {
  const first = await drawCover(smallPiece("happy", 8, 3));
  expect(first.mimeType).toBe("image/webp");
  expect(await sharp(first.data).metadata()).toMatchObject({ format: "webp", width: 600, height: 600 });
  expect(Buffer.from((await drawCover(smallPiece("happy", 8, 3))).data).equals(Buffer.from(first.data))).toBe(true);
  expect(Buffer.from((await drawCover(smallPiece("happy", 8, 4))).data).equals(Buffer.from(first.data))).toBe(false);
});

test("every note is drawn, every mood has its own ground", () => {
  expect(coverSvg(smallPiece("happy", 3)).match(/<path /g)).toHaveLength(15);
  expect(
    new Set(EMOTIONS.map((emotion) => /stop-color="[^"]+"\/><\/radial/.exec(coverSvg(smallPiece(emotion)))?.[0])).size,
  ).toBe(7);
});

test("a piece without notes, and one of very many, are still drawn", async () => {
  const none = { ...smallPiece(), notes: [] };
  expect((await drawCover(none)).data.length).toBeGreaterThan(500);
  const many = coverSvg(smallPiece("angry", 512));
  expect(many).not.toContain("NaN");
  expect(many.match(/<path /g)!.length).toBeLessThanOrEqual(3000);
});

test("a point without a name takes the colours of the nearest mood", () => {
  const point = { emotion: null, valence: 0.75, arousal: 0.45 };
  const named = coverSvg(smallPiece("happy"));
  expect(coverSvg({ ...smallPiece("happy"), mood: point })).toBe(named);
});
