import { expect, it } from "vitest";
import { emotionOfFolder } from "./class-names.ts";

it.each([
  ["happy", "happy"],
  ["Happiness", "happy"],
  ["ANGER", "angry"],
  ["3_happy", "happy"],
  ["05. Surprised", "surprise"],
  ["neutral", "neutral"],
])("takes %s for %s", (name, emotion) => {
  expect(emotionOfFolder(name)).toBe(emotion);
});

it.each(["contempt", "happy faces", "3", "", "constructor"])("takes %s for none", (name) => {
  expect(emotionOfFolder(name)).toBeUndefined();
});
