import { expect, it } from "vitest";
import { artistKeys, titleKey } from "./song-key.ts";

it.each([
  ["Here Comes the Sun - Remastered 2009", "Here comes the sun"],
  ["Here Comes The Sun (2019 Remaster)", "Here comes the sun"],
  ["Jóga", "joga"],
  ["Stay (feat. Mikky Ekko)", "Stay"],
  ["Don’t Stop", "Don't stop"],
])("%s is %s", (one, other) => {
  expect(titleKey(one)).toBe(titleKey(other));
});

it.each([
  ["Sinnerman - Live", "Sinnerman"],
  ["Blue (Acoustic)", "Blue"],
  ["Remaster", "Master"],
  ["?", "!"],
])("%s is not %s", (one, other) => {
  expect(titleKey(one)).not.toBe(titleKey(other));
});

it("files an artist with and without guests", () => {
  expect(artistKeys("Björk feat. Thom Yorke")).toEqual(["bjork feat. thom yorke", "bjork"]);
  expect(artistKeys("Simon & Garfunkel")).toEqual(["simon & garfunkel", "simon"]);
  expect(artistKeys("Earth, Wind & Fire")).toEqual(["earth, wind & fire", "earth"]);
});
