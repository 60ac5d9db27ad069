import { expect, test } from "vitest";
import { smallPiece } from "../../core/composition/fixtures/small-piece.ts";
import { requireRenderMemory } from "./render-memory.ts";

test("a long piece is refused where there is no room for its sound, and taken where there is", () => {
  // 512 bars at 120 bpm: 1024 s, 1.2 GB.
  const long = smallPiece("happy", 512);
  expect(() => requireRenderMemory(long, 1e9)).toThrow(expect.objectContaining({ code: "render.no-memory" }));
  requireRenderMemory(long, 1.3e9);
});

test("a piece of some minutes is never asked about", () => {
  expect(() => requireRenderMemory(smallPiece("happy", 128), 0)).not.toThrow();
});
