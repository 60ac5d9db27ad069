/**
 * The mood that the page shows and the mood that the music follows, whichever way they came about.
 * Sensing (camera, photo) and choosing (buttons, pad, correction) write here; the player reads `musicTarget`.
 * Smoothing is left to core/affect, reporting to the server to features/mood.
 */
import { create } from "zustand";
import { EMOTION_POINTS, EMOTIONS } from "../core/affect/emotion.ts";
import type { AffectPoint, Emotion, EmotionProbabilities } from "../core/affect/emotion.ts";
import type { Mood } from "../core/affect/mood-tracker.ts";

/** Where the camera stands, as far as the rest of the page must know. */
export type SensingState = "idle" | "consent" | "asking" | "starting" | "live" | "paused" | "error";

/** Where the mood in force came from; the same words as a mood reading's `source`. */
export type MoodSource = "camera" | "photo" | "pad" | "button" | "correction";

/** What a playlist can be asked for: one of the seven moods, or a point of the plane. */
export type ChosenTarget = { emotion: Emotion } | AffectPoint;

/** What the listener said, which outranks what the camera sees for a while. */
export interface MoodChoice {
  mood: Mood;
  source: Exclude<MoodSource, "camera">;
  madeAtMs: number;
}

/** The live tracker's latest word. */
export interface SensedMood {
  mood: Mood | null;
  music: Mood | null;
  faceCount: number;
}

export interface MoodStore {
  state: SensingState;
  /** Shown; `emotion` null means unsure, or a bare point where `source` is `pad`. Null: nothing known yet. */
  mood: Mood | null;
  /** Followed by the music; changes seldom. */
  music: Mood | null;
  /** What to ask a playlist for; keeps its identity until the music should change. Null: nothing to play for yet. */
  musicTarget: ChosenTarget | null;
  source: MoodSource | null;
  /** Faces behind the mood, also after the camera went off. */
  faceCount: number;
  /** In force until the listener follows the face again, the camera starts anew, or ten minutes of live reading pass. */
  choice: MoodChoice | null;
  /** What the camera reads, also while a choice is in force; null while it is off. */
  sensed: SensedMood | null;

  setState: (state: SensingState) => void;
  /** The live tracker moved on. `atMs` is Date.now(). */
  applySensed: (sensed: SensedMood, atMs?: number) => void;
  /**
   * A single reading (two seconds of camera, or a photo): shown, and followed at once. An unsure one changes no music.
   * A photo read while the camera is live counts as a choice, or the next frame would wipe it away.
   */
  applyReading: (mood: Mood, source: "camera" | "photo", faceCount: number, atMs?: number) => void;
  /** The listener says it: shown and followed at once. */
  chooseMood: (target: ChosenTarget, source: "pad" | "button" | "correction", atMs?: number) => void;
  /** Drop the choice and go by the face again. */
  followFace: () => void;
  /** The camera went off: what it read last stays in force, its live reading is gone. */
  sensingEnded: () => void;
}

/** How long a choice outranks the live camera. */
export const CHOICE_HOLD_MS = 10 * 60_000;

const NOTHING: EmotionProbabilities = { angry: 0, disgust: 0, fear: 0, happy: 0, sad: 0, surprise: 0, neutral: 0 };
const ALIKE = 1 / EMOTIONS.length;
const ANYTHING: EmotionProbabilities = {
  angry: ALIKE,
  disgust: ALIKE,
  fear: ALIKE,
  happy: ALIKE,
  sad: ALIKE,
  surprise: ALIKE,
  neutral: ALIKE,
};

/** A certain mood made from a choice: one of the seven, or a bare point with `emotion` null. */
export function moodOfChoice(target: ChosenTarget, atMs: number): Mood {
  const certain = { confidence: 1, sinceMs: atMs };
  if (!("emotion" in target)) return { ...certain, emotion: null, point: target, probabilities: ANYTHING };
  const { emotion } = target;
  return { ...certain, emotion, point: EMOTION_POINTS[emotion], probabilities: { ...NOTHING, [emotion]: 1 } };
}

function sameTarget(a: ChosenTarget | null, b: ChosenTarget): boolean {
  if (a === null) return false;
  if ("emotion" in a || "emotion" in b) return "emotion" in a && "emotion" in b && a.emotion === b.emotion;
  return a.valence === b.valence && a.arousal === b.arousal;
}

/**
 * The target that the tracker's music mood asks for. Unsure keeps the one in force, so that the music goes on;
 * where there is none yet it asks for the point, so that music starts for a face that says nothing clear.
 */
function targetOf(music: Mood | null, inForce: ChosenTarget | null): ChosenTarget | null {
  if (music === null) return inForce;
  if (music.emotion === null) return inForce ?? music.point;
  const next = { emotion: music.emotion };
  return sameTarget(inForce, next) ? inForce : next;
}

function goBy(sensed: SensedMood, store: MoodStore): Partial<MoodStore> {
  return {
    sensed,
    faceCount: sensed.faceCount,
    choice: null,
    source: "camera",
    mood: sensed.mood,
    music: sensed.music ?? store.music,
    musicTarget: targetOf(sensed.music, store.musicTarget),
  };
}

/** The page's one mood store. */
export const useMoodStore = create<MoodStore>()((set) => ({
  state: "idle",
  mood: null,
  music: null,
  musicTarget: null,
  source: null,
  faceCount: 0,
  choice: null,
  sensed: null,

  setState: (state) => set({ state }),
  applySensed: (sensed, atMs = Date.now()) =>
    set((store) => {
      const held = store.choice !== null && atMs - store.choice.madeAtMs < CHOICE_HOLD_MS;
      return held ? { sensed } : goBy(sensed, store);
    }),
  applyReading: (mood, source, faceCount, atMs = Date.now()) =>
    set((store) => ({
      mood,
      source,
      faceCount,
      choice: source === "photo" && store.sensed !== null ? { mood, source, madeAtMs: atMs } : null,
      music: mood.emotion === null ? store.music : mood,
      musicTarget: mood.emotion === null ? store.musicTarget : targetOf(mood, store.musicTarget),
    })),
  chooseMood: (target, source, atMs = Date.now()) =>
    set((store) => {
      const mood = moodOfChoice(target, atMs);
      const musicTarget = sameTarget(store.musicTarget, target) ? store.musicTarget : target;
      return { mood, music: mood, musicTarget, source, choice: { mood, source, madeAtMs: atMs } };
    }),
  followFace: () => set((store) => (store.sensed === null ? { choice: null } : goBy(store.sensed, store))),
  sensingEnded: () => set({ sensed: null }),
}));
