/**
 * The order of events while seven faces are shown: get ready, show, next. Driven by frames alone, so that time stands
 * still while nobody can be read. Pure; drawing is left to pose-guide.tsx, fitting to core/affect/personal-calibration.ts.
 */
import type { Emotion, EmotionProbabilities } from "../../../core/affect/emotion.ts";
import type { CalibrationSample } from "../../../core/affect/personal-calibration.ts";
import type { UnusableReason } from "../../../inference/face-quality.ts";

/** From the easiest to show to the hardest, with rest in between. */
export const POSE_ORDER: readonly Emotion[] = ["neutral", "happy", "surprise", "sad", "angry", "fear", "disgust"];

/** Time to read the hint and make the face. */
export const PREPARE_MS = 2500;
/** How long a face is shown. */
export const SHOW_MS = 3000;
/** Frames nearer than this are nearly the same: they are not taken. */
export const SAMPLE_EVERY_MS = 100;
/** Longest time for which one frame may speak: a camera that stalls does not use up the three seconds. */
const MOST_CREDIT_MS = 500;

/** Why time stands still. */
export type PoseWait = "nobody" | UnusableReason | "reading";

export interface PoseSequence {
  step: "prepare" | "show" | "over";
  /** Place in `POSE_ORDER`; its length when over. */
  index: number;
  /** How much of the step has passed, in ms. */
  elapsedMs: number;
  /** Null while time goes on. */
  wait: PoseWait | null;
  /** Faces in view in the latest frame; the largest is read. */
  faceCount: number;
  /** In the order in which they were seen. */
  samples: readonly CalibrationSample[];
  lastFrameMs: number | null;
  lastSampleMs: number;
}

export type PoseEvent =
  | {
      kind: "frame";
      timestampMs: number;
      faceCount: number;
      /** What the largest face's latest reading says and when its frame was taken, or why there is none. */
      read: { probabilities: EmotionProbabilities; readAtMs: number } | PoseWait;
    }
  | { kind: "skip" };

export const FIRST_POSE: PoseSequence = {
  step: "prepare",
  index: 0,
  elapsedMs: 0,
  wait: "nobody",
  faceCount: 0,
  samples: [],
  lastFrameMs: null,
  lastSampleMs: Number.NEGATIVE_INFINITY,
};

/** The face that is asked for; null when all are done. */
export function posedEmotion({ index }: PoseSequence): Emotion | null {
  return POSE_ORDER[index] ?? null;
}

/** How long the present step takes, in ms. */
export function stepMs({ step }: PoseSequence): number {
  return step === "show" ? SHOW_MS : PREPARE_MS;
}

function nextFace(state: PoseSequence): PoseSequence {
  const index = state.index + 1;
  return { ...state, step: index < POSE_ORDER.length ? "prepare" : "over", index, elapsedMs: 0 };
}

function onFrame(state: PoseSequence, event: Extract<PoseEvent, { kind: "frame" }>): PoseSequence {
  const { timestampMs, faceCount, read } = event;
  const sinceLastMs = state.lastFrameMs === null ? 0 : Math.max(0, timestampMs - state.lastFrameMs);
  const seen = { ...state, faceCount, lastFrameMs: timestampMs };
  if (typeof read === "string") return { ...seen, wait: read };
  // Time goes on from the first frame that can be read: what was before it, was a pause.
  const elapsedMs = state.elapsedMs + (state.wait === null ? Math.min(MOST_CREDIT_MS, sinceLastMs) : 0);
  const going = { ...seen, wait: null, elapsedMs };
  if (state.step === "prepare") return elapsedMs < PREPARE_MS ? going : { ...going, step: "show", elapsedMs: 0 };
  const sampled = withSample(going, read, posedEmotion(state));
  return elapsedMs < SHOW_MS ? sampled : nextFace(sampled);
}

function withSample(
  state: PoseSequence,
  { probabilities, readAtMs }: { probabilities: EmotionProbabilities; readAtMs: number },
  shown: Emotion | null,
): PoseSequence {
  if (shown === null || readAtMs - state.lastSampleMs < SAMPLE_EVERY_MS) return state;
  return { ...state, lastSampleMs: readAtMs, samples: [...state.samples, { probabilities, shown }] };
}

/** The state after an event. Skipping a face also forgets what was seen of it. */
export function poseReducer(state: PoseSequence, event: PoseEvent): PoseSequence {
  if (state.step === "over") return state;
  if (event.kind === "frame") return onFrame(state, event);
  const skipped = posedEmotion(state);
  return nextFace({ ...state, samples: state.samples.filter(({ shown }) => shown !== skipped) });
}
