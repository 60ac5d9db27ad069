/**
 * The slow mood that the music follows. It comes quickly once, so that music starts within two or three seconds of a clear
 * face, and moves slowly ever after. When a track may be changed is left to the player.
 */
import { affectDistance, expectedPoint } from "./emotion.ts";
import { moodOf } from "./face-moods.ts";
import type { Mood } from "./mood.ts";
import type { MoodTrackerOptions } from "./mood-options.ts";
import type { PooledFaces } from "./room-mood.ts";
import { callLabel, createPatience } from "./steady-label.ts";
import { createTimeAverage } from "./time-average.ts";

export interface MusicMood {
  /** Takes the room of now, null when nobody is there; too little evidence counts as nobody. It returns the mood for the music, the same object until it changes. */
  update(room: PooledFaces | null, timestampMs: number): Mood | null;
}

/**
 * Makes the music's mood, null until the first reading: a clear label after `musicFirstEvidence`, or "unsure" once there is
 * `musicChangeEvidence` and still no label. Then it changes only when the dwell is over, there is evidence, somebody
 * is there, and the label is another or the point has drifted by `musicDrift`.
 */
export function createMusicMood(options: MoodTrackerOptions): MusicMood {
  const average = createTimeAverage(options.musicTimeConstantMs, options.maxCreditMs);
  const patient = createPatience(options.musicUnsureAfterMs);
  let current: Mood | null = null;
  let dwellMs = options.musicFirstDwellMs;

  function mayChange(timestampMs: number): boolean {
    if (current === null) return average.evidence() >= options.musicFirstEvidence;
    return average.evidence() >= options.musicChangeEvidence && timestampMs - current.sinceMs >= dwellMs;
  }

  return {
    update(room, timestampMs) {
      if (room === null || room.evidence < options.enterEvidence) {
        average.rest(timestampMs);
        return current;
      }
      average.add(room.probabilities, room.evidence, timestampMs);
      const probabilities = average.probabilities();
      if (probabilities === null) return current;
      const held = current?.emotion ?? null;
      const emotion = patient(callLabel(probabilities, held, options), held, timestampMs);
      if (!mayChange(timestampMs)) return current;
      if (current === null) {
        if (emotion === null && average.evidence() < options.musicChangeEvidence) return null;
      } else {
        const drift = affectDistance(expectedPoint(probabilities), current.point);
        if (emotion === current.emotion && drift < options.musicDrift) return current;
        dwellMs = options.musicDwellMs;
      }
      current = moodOf(probabilities, emotion, room.observationConfidence, timestampMs);
      return current;
    },
  };
}
