/** The shapes that moods take between the camera and the music; how they come about is left to `mood-tracker`. */
import type { AffectPoint, Emotion, EmotionProbabilities } from "./emotion.ts";

/** One face in one frame, as the emotion net saw it. */
export interface FaceObservation {
  /** Stable while the face stays in view. */
  id: number;
  /** Calibrated, so that they may be averaged. */
  probabilities: EmotionProbabilities;
  /** Trust in this observation, 0..1: the detector's score and the quality of the crop. */
  confidence: number;
  /** Share of the frame that the face covers, 0..1; left out where unknown. */
  areaShare?: number;
}

export interface FaceFrame {
  /** Any monotonic clock in milliseconds. */
  timestampMs: number;
  faces: readonly FaceObservation[];
}

export interface Mood {
  /** Null is "unsure". */
  emotion: Emotion | null;
  /** Expectation over `probabilities`, not the point of `emotion`. */
  point: AffectPoint;
  probabilities: EmotionProbabilities;
  /** Mean confidence of the observations times the probability of the label (of the strongest class where unsure), 0..1. */
  confidence: number;
  /** When `emotion` was taken on, on the clock of the frames. */
  sinceMs: number;
}

export interface MoodState {
  /** Every face in view or gone for less than the grace time, by first appearance. */
  faces: { id: number; mood: Mood }[];
  /** Null when nobody is there. */
  room: Mood | null;
  /**
   * What the music follows. Null until the first reading; afterwards the same object until it changes, so that
   * comparing by identity tells a change, and kept while nobody is there.
   */
  music: Mood | null;
}
