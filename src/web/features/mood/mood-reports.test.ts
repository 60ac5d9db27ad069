import { beforeEach, describe, expect, it } from "vitest";
import type { NewMoodReading } from "../../../contracts/mood-readings.ts";
import type { Mood } from "../../../core/affect/mood-tracker.ts";
import { moodOfChoice, useMoodStore } from "../../mood-store.ts";
import { readingOf } from "./mood-reports.ts";

const happy = moodOfChoice({ emotion: "happy" }, 0);
const sad = moodOfChoice({ emotion: "sad" }, 0);
const unsure: Mood = { ...happy, emotion: null, confidence: 0.3 };
const store = () => useMoodStore.getState();
const see = (mood: Mood | null) => store().applySensed({ mood, music: mood, faceCount: 1 }, 0);

describe("readingOf", () => {
  let reported: NewMoodReading[];
  beforeEach(() => {
    useMoodStore.setState(useMoodStore.getInitialState(), true);
    reported = [];
    return useMoodStore.subscribe((now, before) => {
      const reading = readingOf(now, before);
      if (reading !== null) reported.push(reading);
    });
  });
  const words = () => reported.map(({ source, emotion }) => `${source} ${emotion}`);

  it("reports a live mood when its label changes, not with every frame", () => {
    for (const mood of [happy, { ...happy }, { ...happy }, sad, { ...sad }, { ...happy }]) see(mood);
    expect(words()).toEqual(["camera happy", "camera sad", "camera happy"]);
  });

  it("reports neither doubt nor absence", () => {
    for (const mood of [unsure, null, { ...unsure }]) see(mood);
    store().applyReading(unsure, "photo", 1);
    expect(words()).toEqual([]);
  });

  it("says nothing new when the camera goes off", () => {
    see(happy);
    store().sensingEnded();
    expect(words()).toEqual(["camera happy"]);
  });

  it("reports every photo and every single reading, also of the same mood", () => {
    store().applyReading(happy, "photo", 2);
    store().applyReading({ ...happy }, "photo", 2);
    store().applyReading({ ...happy }, "camera", 1);
    expect(words()).toEqual(["photo happy", "photo happy", "camera happy"]);
  });

  it("reports every choice with its point, and no live reading under it", () => {
    see(happy);
    store().chooseMood({ emotion: "sad" }, "correction", 0);
    see({ ...happy });
    store().chooseMood({ valence: 0.4, arousal: -0.6 }, "pad", 0);
    expect(words()).toEqual(["camera happy", "correction sad", "pad null"]);
    expect(reported.at(-1)).toMatchObject({ valence: 0.4, arousal: -0.6, confidence: 1 });
  });

  it("reports the camera again when the listener follows the face", () => {
    see(happy);
    store().chooseMood({ emotion: "sad" }, "correction", 0);
    store().followFace();
    expect(words()).toEqual(["camera happy", "correction sad", "camera happy"]);
  });
});
