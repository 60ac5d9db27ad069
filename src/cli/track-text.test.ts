import { expect, it } from "vitest";
import { formatDuration, formatKey, formatPoint, trackName } from "./track-text.ts";

it.each([
  [0, "0:00"],
  [9_499, "0:09"],
  [61_000, "1:01"],
  [754_000, "12:34"],
  [3_600_000, "1:00:00"],
  [3_599_600, "1:00:00"],
  [null, "?"],
])("says %j ms as %s", (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});

it("says keys, points and names", () => {
  expect(formatKey({ tonic: 9, mode: "minor" })).toBe("A minor");
  expect(formatKey({ tonic: null, mode: null })).toBe("?");
  expect(formatPoint({ valence: 0.4, arousal: -0.104 })).toBe("valence +0.40, arousal -0.10");
  expect(trackName({ artist: null, title: "a\tb" })).toBe("a\uFFFDb");
});
