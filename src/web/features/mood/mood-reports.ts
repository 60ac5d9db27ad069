/** Watches the mood store and reports the mood when it becomes another one: never per frame, never while unsure. */
import type { NewMoodReading } from "../../../contracts/mood-readings.ts";
import { api, ApiError } from "../../api-client.ts";
import { useMoodStore } from "../../mood-store.ts";
import type { MoodStore } from "../../mood-store.ts";
import { createReadingOutbox } from "./reading-outbox.ts";

function clamp(value: number, low: number): number {
  return Math.min(1, Math.max(low, value));
}

/**
 * The reading to report for a step of the store, or null: a new choice, a single reading, or another live label.
 */
export function readingOf(now: MoodStore, before: MoodStore): NewMoodReading | null {
  const { mood, source } = now;
  if (mood === null || source === null || mood === before.mood) return null;
  const live = source === "camera" && now.sensed !== null;
  const sameLabel = before.source === "camera" && before.mood?.emotion === mood.emotion;
  if (live && sameLabel) return null;
  if (mood.emotion === null && source !== "pad") return null;
  return {
    source,
    emotion: mood.emotion,
    valence: clamp(mood.point.valence, -1),
    arousal: clamp(mood.point.arousal, -1),
    confidence: clamp(mood.confidence, 0),
    faceCount: Math.min(64, now.faceCount),
  };
}

let stop: (() => void) | null = null;

/** Starts reporting for the life of the page; further calls do nothing. */
export function startMoodReports(): void {
  if (stop !== null) return;
  const outbox = createReadingOutbox({
    send: api.recordMoodReading,
    isWorthRetrying: (error) => !(error instanceof ApiError) || error.status === 0 || error.status >= 500,
    now: () => performance.now(),
    setTimer: (callback, ms) => window.setTimeout(callback, ms),
  });
  stop = useMoodStore.subscribe((now, before) => {
    const reading = readingOf(now, before);
    if (reading !== null) outbox.add(reading);
  });
}
