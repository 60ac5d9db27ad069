/**
 * Says whether a face is fit to be read, and if not, why: a guess about a bad crop is worse than none.
 */
import type { DetectedFace } from "./blazeface-decode.ts";
import { grayStatistics } from "./face-crop.ts";

/** Why a face is not read. */
export type UnusableReason =
  | "uncertain"
  | "too-small"
  | "too-dark"
  | "too-flat"
  | "turned-away"
  | "cut-off"
  /** What the emotion net itself says: covered, turned too far, or no face at all. */
  | "unreadable";

/** Scores below this do not count as a face sure enough to read. */
export const MIN_READABLE_SCORE = 0.5;
/** Narrower boxes, in pixels, show too little: from .62 of the faces read rightly at full size it falls to .54 here, .41 at two thirds. */
export const MIN_BOX_WIDTH = 24;
/** Mean gray (0..255) under which the camera's noise is as strong as the face. */
const MIN_MEAN = 12;
/** Standard deviation of gray (0..255) under which a crop shows no features. */
const MIN_DEVIATION = 6;
/** Eye distances from the middle of the eyes to the nose; at a half it covers an eye. Beyond .4 some .45 are read rightly, below it .62. */
const MAX_NOSE_OFFSET = 0.5;
/** Share of the box that must lie within the picture. */
const MIN_VISIBLE = 0.6;

/** Judge the place of a face, before its crop is cut; undefined where nothing is wrong. */
export function judgePlace(face: DetectedFace, image: { width: number; height: number }): UnusableReason | undefined {
  if (face.score < MIN_READABLE_SCORE) return "uncertain";
  if (Math.min(face.box.width, face.box.height) < MIN_BOX_WIDTH) return "too-small";
  if (visibleShare(face, image) < MIN_VISIBLE) return "cut-off";
  if (Math.abs(noseOffset(face)) > MAX_NOSE_OFFSET) return "turned-away";
  return undefined;
}

/** Judge the crop of a face, gray 0..255 before levelling; undefined where nothing is wrong. */
export function judgeCrop(crop: Float32Array): UnusableReason | undefined {
  const { mean, deviation } = grayStatistics(crop);
  if (mean < MIN_MEAN) return "too-dark";
  if (deviation < MIN_DEVIATION) return "too-flat";
  return undefined;
}

/**
 * How far the head is turned: the nose's distance from the middle of the eyes, along the line of the eyes, in eye distances.
 * 0 is frontal, positive is turned to the person's left.
 */
export function noseOffset(face: DetectedFace): number {
  const { rightEye, leftEye, nose } = face.landmarks;
  const alongX = leftEye.x - rightEye.x;
  const alongY = leftEye.y - rightEye.y;
  const squared = alongX * alongX + alongY * alongY;
  if (squared === 0) return Infinity;
  return ((nose.x - rightEye.x) * alongX + (nose.y - rightEye.y) * alongY) / squared - 0.5;
}

function visibleShare(face: DetectedFace, image: { width: number; height: number }): number {
  const { box } = face;
  const width = Math.min(box.x + box.width, image.width) - Math.max(box.x, 0);
  const height = Math.min(box.y + box.height, image.height) - Math.max(box.y, 0);
  return (Math.max(0, width) * Math.max(0, height)) / (box.width * box.height);
}
