/**
 * Sends mood readings to the server without haste: what the listener says goes at once, what the camera says at most
 * every ten seconds and only the latest; what could not be sent waits and is tried again. Pure but for its parts.
 */
import type { NewMoodReading } from "../../../contracts/mood-readings.ts";

export interface OutboxParts {
  send: (reading: NewMoodReading) => Promise<unknown>;
  /** Whether sending the same again later may help. */
  isWorthRetrying: (error: unknown) => boolean;
  now: () => number;
  setTimer: (callback: () => void, ms: number) => unknown;
}

export interface ReadingOutbox {
  add: (reading: NewMoodReading) => void;
  /** Readings not yet sent. */
  waiting: () => number;
}

/** Camera readings are sent at most this often. */
export const CAMERA_EVERY_MS = 10_000;
/** Older ones are let go when the server is away for long. */
const MOST_WAITING = 20;
const RETRY_MS = [5000, 15_000, 60_000] as const;

/** Creates an empty outbox. */
export function createReadingOutbox({ send, isWorthRetrying, now, setTimer }: OutboxParts): ReadingOutbox {
  let queue: NewMoodReading[] = [];
  let heldBack: NewMoodReading | null = null;
  let cameraSentAtMs = Number.NEGATIVE_INFINITY;
  let sending = false;
  let failures = 0;

  const flush = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    while (queue.length > 0) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- readings keep their order
        await send(queue[0]!);
        failures = 0;
      } catch (error) {
        if (isWorthRetrying(error)) {
          setTimer(resume, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]!);
          failures += 1;
          return;
        }
      }
      queue.shift();
    }
    sending = false;
  };
  function resume(): void {
    sending = false;
    void flush();
  }

  const enqueue = (reading: NewMoodReading) => {
    queue = [...queue, reading].slice(-MOST_WAITING);
    void flush();
  };

  const releaseCamera = () => {
    if (heldBack === null) return;
    cameraSentAtMs = now();
    enqueue(heldBack);
    heldBack = null;
  };

  return {
    add(reading) {
      if (reading.source !== "camera") {
        // What the listener says outranks a camera reading that still waits.
        heldBack = null;
        enqueue(reading);
        return;
      }
      const waitMs = cameraSentAtMs + CAMERA_EVERY_MS - now();
      const timerRuns = heldBack !== null;
      heldBack = reading;
      if (waitMs <= 0) releaseCamera();
      else if (!timerRuns) setTimer(releaseCamera, waitMs);
    },
    waiting: () => queue.length + (heldBack === null ? 0 : 1),
  };
}
