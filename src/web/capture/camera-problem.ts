/**
 * Tells apart why a camera cannot be used, from what the browser says, which differs from browser to browser.
 * Names and meanings: Media Capture and Streams (W3C), 10.2 getUserMedia. The sentences shown are in problem-sentences.ts.
 */
import { MoodSyncError } from "../../core/errors.ts";

export const CAMERA_CODES = [
  "camera.denied",
  "camera.dismissed",
  "camera.denied-by-policy",
  "camera.denied-by-system",
  "camera.absent",
  "camera.in-use",
  "camera.unplugged",
  "camera.insecure-page",
  "camera.unsupported",
  "camera.unsuitable",
  "camera.no-picture",
  "camera.failed",
] as const;

export type CameraCode = (typeof CAMERA_CODES)[number];

/** What is known beside the error itself. */
export interface CameraCircumstances {
  /** The Permissions API's answer after the failure; null where it cannot be asked. */
  permission: PermissionState | null;
  /** Whether the page's Permissions Policy lets it use a camera; null where it cannot be asked. */
  allowedByPolicy: boolean | null;
}

function notAllowed(message: string, { permission, allowedByPolicy }: CameraCircumstances): CameraCode {
  if (allowedByPolicy === false) return "camera.denied-by-policy";
  // Chromium says "Permission denied by system"; elsewhere a grant that still fails can only come from the system.
  if (/by (the )?(system|platform|operating system)/i.test(message) || permission === "granted") {
    return "camera.denied-by-system";
  }
  // A prompt that was closed, not answered, leaves the permission at "prompt".
  if (/dismissed/i.test(message) || permission === "prompt") return "camera.dismissed";
  return "camera.denied";
}

/** Which of the known problems an error of getUserMedia is. */
export function cameraCodeOf(error: unknown, circumstances: CameraCircumstances): CameraCode {
  const { name = "", message = "" } = (error ?? {}) as { name?: string; message?: string };
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return notAllowed(message, circumstances);
    case "SecurityError":
      return "camera.denied-by-policy";
    case "NotFoundError":
    case "DevicesNotFoundError":
      return "camera.absent";
    case "NotReadableError":
    case "TrackStartError":
      return "camera.in-use";
    case "AbortError":
      return "camera.in-use";
    case "OverconstrainedError":
    case "ConstraintNotSatisfiedError":
      return "camera.unsuitable";
    case "TypeError":
      return "camera.unsupported";
    default:
      return "camera.failed";
  }
}

/** The problem as an error with its code. */
export function cameraError(code: CameraCode, cause?: unknown): MoodSyncError {
  const kind = code.startsWith("camera.denied") || code === "camera.dismissed" ? "forbidden" : "unavailable";
  return new MoodSyncError(code, code, cause === undefined ? { kind } : { kind, cause });
}
