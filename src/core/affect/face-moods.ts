/** The steady mood of every face, and how faces come and go; telling faces apart is left to whoever gives them ids. */
import { EMOTIONS, expectedPoint, type Emotion, type EmotionProbabilities } from "./emotion.ts";
import type { FaceFrame, FaceObservation, Mood } from "./mood.ts";
import type { MoodTrackerOptions } from "./mood-options.ts";
import { createSteadyLabel, type SteadyLabel } from "./steady-label.ts";
import { createTimeAverage, type TimeAverage } from "./time-average.ts";

interface FaceMemory {
  average: TimeAverage;
  label: SteadyLabel;
  lastSeenMs: number;
  areaShare: number | undefined;
}

/** A face's mood with what the room needs to weigh it. */
export interface FaceMood {
  id: number;
  mood: Mood;
  evidence: number;
  /** Mean confidence of its observations, 0..1. */
  observationConfidence: number;
  areaShare: number | undefined;
}

/** Puts a mood together; its confidence is the observations' confidence times the probability of what is said. */
export function moodOf(
  probabilities: EmotionProbabilities,
  emotion: Emotion | null,
  observationConfidence: number,
  sinceMs: number,
): Mood {
  const said = emotion === null ? Math.max(...EMOTIONS.map((each) => probabilities[each])) : probabilities[emotion];
  return {
    emotion,
    point: expectedPoint(probabilities),
    probabilities,
    confidence: observationConfidence * said,
    sinceMs,
  };
}

/** Whether an observation can be averaged: numbers throughout, and not all zero. */
export function isUsable(face: FaceObservation): boolean {
  const total = EMOTIONS.reduce((sum, emotion) => sum + face.probabilities[emotion], 0);
  return total > 0 && Number.isFinite(total) && face.confidence > 0;
}

/** Makes the memory of all faces; `update` returns those in view and those still within the grace time. */
export function createFaceMoods(options: MoodTrackerOptions): { update(frame: FaceFrame): FaceMood[] } {
  const memories = new Map<number, FaceMemory>();

  function remember(id: number): FaceMemory {
    const known = memories.get(id);
    if (known !== undefined) return known;
    const fresh = {
      average: createTimeAverage(options.faceTimeConstantMs, options.maxCreditMs),
      label: createSteadyLabel(options),
      lastSeenMs: 0,
      areaShare: undefined,
    };
    memories.set(id, fresh);
    return fresh;
  }

  function forgetTheGone(timestampMs: number): void {
    for (const [id, memory] of memories) {
      if (timestampMs - memory.lastSeenMs > options.graceMs) memories.delete(id);
    }
  }

  return {
    update({ timestampMs, faces }) {
      forgetTheGone(timestampMs);
      const seen = new Set<number>();
      for (const face of faces) {
        if (!isUsable(face) || seen.has(face.id)) continue;
        seen.add(face.id);
        const memory = remember(face.id);
        memory.average.add(face.probabilities, Math.min(1, face.confidence), timestampMs);
        memory.lastSeenMs = timestampMs;
        memory.areaShare = face.areaShare;
      }
      const moods: FaceMood[] = [];
      for (const [id, { average, label, areaShare }] of memories) {
        if (!seen.has(id)) average.rest(timestampMs);
        const probabilities = average.probabilities();
        if (probabilities === null) continue;
        const emotion = label.update(probabilities, average.evidence(), timestampMs);
        moods.push({
          id,
          mood: moodOf(probabilities, emotion, average.confidence(), label.sinceMs()),
          evidence: average.evidence(),
          observationConfidence: average.confidence(),
          areaShare,
        });
      }
      return moods;
    },
  };
}
