import { beforeEach, describe, expect, it } from "vitest";
import type { Mood } from "../core/affect/mood-tracker.ts";
import { CHOICE_HOLD_MS, moodOfChoice, useMoodStore } from "./mood-store.ts";

const happy = moodOfChoice({ emotion: "happy" }, 0);
const sad = moodOfChoice({ emotion: "sad" }, 0);
const unsure: Mood = { ...moodOfChoice({ valence: -0.2, arousal: 0.1 }, 0), confidence: 0.3 };
const seen = (mood: Mood | null, music: Mood | null = mood) => ({ mood, music, faceCount: mood === null ? 0 : 1 });
const store = () => useMoodStore.getState();

beforeEach(() => useMoodStore.setState(useMoodStore.getInitialState(), true));

describe("a live camera", () => {
  it("shows its mood and moves the music's target with the music's label alone", () => {
    store().applySensed(seen(happy));
    const target = store().musicTarget;
    expect(store()).toMatchObject({ mood: happy, source: "camera", faceCount: 1, musicTarget: { emotion: "happy" } });
    store().applySensed(seen(sad, { ...happy, point: { valence: 0.3, arousal: 0.2 } }));
    expect(store().mood).toBe(sad);
    expect(store().musicTarget).toBe(target);
    store().applySensed(seen(sad));
    expect(store().musicTarget).toEqual({ emotion: "sad" });
  });

  it("lets the music go on while it is unsure, and starts it by the point where there is none", () => {
    store().applySensed(seen(unsure));
    expect(store().musicTarget).toEqual(unsure.point);
    store().applySensed(seen(happy));
    store().applySensed(seen(unsure));
    expect(store().musicTarget).toEqual({ emotion: "happy" });
    store().applySensed(seen(null));
    expect(store()).toMatchObject({ mood: null, musicTarget: { emotion: "happy" } });
  });

  it("leaves the last mood in force when it goes off", () => {
    store().applySensed(seen(happy));
    store().sensingEnded();
    expect(store()).toMatchObject({ mood: happy, sensed: null, faceCount: 1, musicTarget: { emotion: "happy" } });
  });
});

describe("a choice", () => {
  it("is shown and followed at once, and outranks the camera for ten minutes", () => {
    store().applySensed(seen(happy), 0);
    store().chooseMood({ emotion: "sad" }, "correction", 1000);
    expect(store()).toMatchObject({ mood: { emotion: "sad" }, source: "correction", musicTarget: { emotion: "sad" } });
    store().applySensed(seen(happy), 999 + CHOICE_HOLD_MS);
    expect(store()).toMatchObject({ mood: { emotion: "sad" }, sensed: { mood: happy } });
    store().applySensed(seen(happy), 1000 + CHOICE_HOLD_MS);
    expect(store()).toMatchObject({ mood: happy, source: "camera", choice: null, musicTarget: { emotion: "happy" } });
  });

  it("is dropped for the face at once when the listener says so", () => {
    store().applySensed(seen(happy), 0);
    store().chooseMood({ emotion: "sad" }, "correction", 0);
    store().followFace();
    expect(store()).toMatchObject({ mood: happy, source: "camera", choice: null, musicTarget: { emotion: "happy" } });
  });

  it("stays shown without a camera to follow", () => {
    store().chooseMood({ emotion: "sad" }, "button", 0);
    store().followFace();
    expect(store()).toMatchObject({ mood: { emotion: "sad" }, choice: null });
  });

  it("may be a bare point", () => {
    const point = { valence: 0.4, arousal: -0.6 };
    store().chooseMood(point, "pad", 5);
    expect(store()).toMatchObject({ mood: { emotion: null, point, confidence: 1, sinceMs: 5 }, musicTarget: point });
  });

  it("asks for nothing new where the same is said again", () => {
    store().chooseMood({ emotion: "sad" }, "button", 0);
    const target = store().musicTarget;
    store().chooseMood({ emotion: "sad" }, "button", 1);
    expect(store().musicTarget).toBe(target);
  });
});

describe("a single reading", () => {
  it("of a photo outranks a camera that is live", () => {
    store().applySensed(seen(happy), 0);
    store().applyReading(sad, "photo", 2, 0);
    store().applySensed(seen(happy), 1000);
    expect(store()).toMatchObject({ mood: sad, source: "photo", faceCount: 2, musicTarget: { emotion: "sad" } });
    store().followFace();
    expect(store()).toMatchObject({ mood: happy, source: "camera" });
  });

  it("is shown and followed at once, and ends a choice", () => {
    store().chooseMood({ emotion: "sad" }, "button", 0);
    store().applyReading(happy, "photo", 3);
    expect(store()).toMatchObject({
      mood: happy,
      source: "photo",
      faceCount: 3,
      choice: null,
      musicTarget: { emotion: "happy" },
    });
  });

  it("is shown but changes no music where it is unsure", () => {
    store().applyReading(unsure, "camera", 1);
    expect(store()).toMatchObject({ mood: unsure, music: null, musicTarget: null });
    store().chooseMood({ emotion: "sad" }, "button", 0);
    store().applyReading(unsure, "camera", 1);
    expect(store()).toMatchObject({ mood: unsure, music: { emotion: "sad" }, musicTarget: { emotion: "sad" } });
  });
});
