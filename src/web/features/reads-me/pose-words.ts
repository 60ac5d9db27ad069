/** What the listener is told while faces are shown. */
import type { Emotion } from "../../../core/affect/emotion.ts";
import type { PoseWait } from "./pose-sequence.ts";

/** How to make each face, as you would make it yourself. */
export const POSE_HINTS: Readonly<Record<Emotion, string>> = {
  neutral: "Rest your face, as if you were reading.",
  happy: "Smile as at an old friend, eyes and all.",
  surprise: "Raise your brows and let your mouth fall open.",
  sad: "Let the corners of your mouth sink and your brows rise in the middle.",
  angry: "Lower your brows and press your lips together.",
  fear: "Open your eyes wide, draw your brows up and together, pull your mouth back.",
  disgust: "Wrinkle your nose and raise your upper lip.",
};

/** Why time stands still. */
export const WAIT_SENTENCES: Readonly<Record<PoseWait, string>> = {
  nobody: "No face is in view.",
  reading: "Your face is about to be read.",
  uncertain: "It is not clear enough that this is a face.",
  "too-small": "Your face is too small: come closer.",
  "too-dark": "It is too dark: turn on a light in front of you.",
  "too-flat": "The picture is too blurred or veiled.",
  "turned-away": "Your face is turned away: face the camera.",
  unreadable: "Your face is covered, or cannot be made out.",
  "cut-off": "Your face is cut off by the edge of the picture.",
};
