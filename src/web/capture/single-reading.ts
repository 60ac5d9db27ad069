/** One reading over two seconds: collects what is seen from the first face on, then has it summarised. Pure. */
import type { FaceObservation, Mood } from "../../core/affect/mood-tracker.ts";

/** What was seen in one frame. */
export interface Observation {
  timestampMs: number;
  faces: readonly FaceObservation[];
}

export interface SingleReading {
  /** Takes one frame in. @returns how much of the two seconds has been read, 0..1 */
  add: (observation: Observation) => number;
  /** Whether the two seconds are full, or no face came in time. */
  isOver: () => boolean;
  /** The mood read and the most faces seen at once; null where there was no face. */
  outcome(): { mood: Mood; faceCount: number } | null;
}

/** How long faces are read. */
export const READ_MS = 2000;
/** How long a first face is waited for. */
export const FACE_WAIT_MS = 6000;

/** Starts a reading; its clock is that of the observations. */
export function createSingleReading(summarise: (observations: readonly Observation[]) => Mood | null): SingleReading {
  const collected: Observation[] = [];
  let firstMs: number | null = null;
  let lastMs = 0;
  const readMs = () => (collected.length === 0 ? 0 : lastMs - collected[0]!.timestampMs);
  return {
    add(observation) {
      firstMs ??= observation.timestampMs;
      lastMs = observation.timestampMs;
      if (collected.length > 0 || observation.faces.length > 0) collected.push(observation);
      return Math.min(1, readMs() / READ_MS);
    },
    isOver: () => (collected.length > 0 ? readMs() >= READ_MS : firstMs !== null && lastMs - firstMs >= FACE_WAIT_MS),
    outcome() {
      const mood = collected.length === 0 ? null : summarise(collected);
      const faceCount = Math.max(0, ...collected.map((observation) => observation.faces.length));
      return mood === null ? null : { mood, faceCount };
    },
  };
}
