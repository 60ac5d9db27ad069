/** From a live reading to what the pose sequence needs of it: the largest face, or why it cannot be read. Pure. */
import type { PictureReading } from "../../capture/face-worker-protocol.ts";
import { largestFace } from "../../capture/personal-correction.ts";
import type { PoseEvent } from "./pose-sequence.ts";

/** The event of one frame; probabilities alone, no picture. */
export function poseFrame({ faces, timestampMs }: PictureReading): PoseEvent {
  const mine = largestFace(faces);
  const frame = { kind: "frame", timestampMs, faceCount: faces.length } as const;
  if (mine === null) return { ...frame, read: "nobody" };
  if (!mine.usable) return { ...frame, read: mine.reason ?? "reading" };
  const { probabilities, readAtMs = timestampMs } = mine;
  return { ...frame, read: probabilities === undefined ? "reading" : { probabilities, readAtMs } };
}
