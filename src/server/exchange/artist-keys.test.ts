import { expect, it } from "vitest";
import { artistKeys } from "./artist-keys.ts";

it("files an artist with and without guests", () => {
  expect(artistKeys("Björk feat. Thom Yorke")).toEqual(["bjork feat. thom yorke", "bjork"]);
  expect(artistKeys("Simon & Garfunkel")).toEqual(["simon & garfunkel", "simon"]);
  expect(artistKeys("Earth, Wind & Fire")).toEqual(["earth, wind & fire", "earth"]);
});
