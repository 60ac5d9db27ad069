import { expect, it } from "vitest";
import { pathEnds } from "./path-ends.ts";

it.each([
  ["/home/me/Music/A/b.mp3", ["home/me/Music/A/b.mp3", "me/Music/A/b.mp3", "Music/A/b.mp3", "A/b.mp3", "b.mp3"]],
  ["C:\\Music\\A\\b.mp3", ["Music/A/b.mp3", "A/b.mp3", "b.mp3"]],
  ["file:///C:/A/b%20c.mp3", ["A/b c.mp3", "b c.mp3"]],
  ["file://host/A/b.mp3", ["A/b.mp3", "b.mp3"]],
  ["./A/100%.mp3", ["A/100%.mp3", "100%.mp3"]],
  ["A/b%2Bc.mp3", ["A/b+c.mp3", "b+c.mp3"]],
  ["https://radio.example/stream.mp3", []],
  ["spotify:track:1", []],
])("%s", (location, ends) => {
  expect(pathEnds(location)).toEqual(ends);
});

it("tries both Unicode forms", () => {
  expect(pathEnds("caf\u0065\u0301.mp3")).toEqual(["caf\u0065\u0301.mp3", "caf\u00e9.mp3"]);
});
