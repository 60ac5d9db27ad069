import { expect, it } from "vitest";
import { parseMood } from "./mood-argument.ts";

it.each([
  ["happy", { emotion: "happy" }],
  [" Sad ", { emotion: "sad" }],
  ["Calm", { name: "calm" }],
  ["0.5,-0.25", { valence: 0.5, arousal: -0.25 }],
  [" -1 , +1 ", { valence: -1, arousal: 1 }],
  [".5,1.", { valence: 0.5, arousal: 1 }],
])("reads %j", (text, target) => {
  expect(parseMood(text)).toEqual(target);
});

it.each(["grumpy", "", "0.5", "0.5,", "1,2,3", "0x1,0", "NaN,0", "1e-1,0"])(
  "refuses %j and names the moods",
  (text) => {
    expect(() => parseMood(text)).toThrow(
      expect.objectContaining({
        code: "mood.unknown",
        kind: "invalid-input",
        message: expect.stringContaining("angry, disgust, fear, happy, sad, surprise, neutral"),
      }),
    );
  },
);

it.each(["1.01,0", "0,-2"])("refuses the point %j outside the plane", (text) => {
  expect(() => parseMood(text)).toThrow(expect.objectContaining({ code: "mood.out-of-range" }));
});
