/**
 * The slow mood that the music follows. It comes quickly once, so that music starts within two or three seconds of a clear
 * face, and moves slowly ever after. When a track may be changed is left to the player.
 */
import { affectDistance, expectedPoint, type Emotion, type EmotionProbabilities } from "./emotion.ts";
import { moodOf } from "./face-moods.ts";
import type { Mood } from "./mood.ts";
import type { MoodTrackerOptions } from "./mood-options.ts";
import type { PooledFaces } from "./room-mood.ts";
import { callLabel } from "./steady-label.ts";
import { createTimeAverage } from "./time-average.ts";

export interface MusicMood {
  /** Takes the room of now, null when nobody is there; too little evidence counts as nobody. It returns the mood for the music, the same object until it changes. */
  update(room: PooledFaces | null, timestampMs: number): Mood | null;
}

/**
 * Makes the music's mood, null until the first reading: a clear label after `musicFirstEvidence`, or "unsure" once there is
 * `musicChangeEvidence` and still no label. Then it changes only when the dwell is over, there is evidence, somebody
 * is there, and a new label is clear; or the label was lost, or the point has drifted by `musicDrift`, and the average has
 * settled on the room: while it is still on its way from one mood to the next, the stretch between is not taken for a mood.
 */
export function createMusicMood(options: MoodTrackerOptions): MusicMood {
  const average = createTimeAverage(options.musicTimeConstantMs, options.maxCreditMs);
  let current: Mood | null = null;
  let dwellMs = options.musicFirstDwellMs;

  function mayChange(timestampMs: number): boolean {
    if (current === null) return average.evidence() >= options.musicFirstEvidence;
    return average.evidence() >= options.musicChangeEvidence && timestampMs - current.sinceMs >= dwellMs;
  }

  function callsForChange(
    held: Mood,
    probabilities: EmotionProbabilities,
    emotion: Emotion | null,
    room: PooledFaces,
  ): boolean {
    if (emotion !== null && emotion !== held.emotion) return true;
    const point = expectedPoint(probabilities);
    const isSettled = affectDistance(point, expectedPoint(room.probabilities)) < options.musicSettled;
    if (emotion !== held.emotion) return isSettled;
    const isFading = emotion !== null && probabilities[emotion] < options.enterProbability;
    return isSettled && !isFading && affectDistance(point, held.point) >= options.musicDrift;
  }

  return {
    update(room, timestampMs) {
      if (room === null || room.evidence < options.enterEvidence) {
        average.rest(timestampMs);
        return current;
      }
      average.add(room.probabilities, room.evidence, timestampMs);
      const probabilities = average.probabilities();
      if (probabilities === null || !mayChange(timestampMs)) return current;
      const emotion = callLabel(probabilities, current?.emotion ?? null, options);
      if (current === null) {
        if (emotion === null && average.evidence() < options.musicChangeEvidence) return null;
      } else {
        if (!callsForChange(current, probabilities, emotion, room)) return current;
        dwellMs = options.musicDwellMs;
      }
      current = moodOf(probabilities, emotion, room.observationConfidence, timestampMs);
      return current;
    },
  };
}
