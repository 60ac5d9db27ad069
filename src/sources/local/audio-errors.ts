/** The errors that an audio file can give, each with its stable code and a sentence for the listener. */
import { MoodSyncError } from "../../core/errors.ts";

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "code" in error && typeof error.code === "string";

export const audioEmpty = (): MoodSyncError =>
  new MoodSyncError("audio.empty", "The file is empty.", { kind: "invalid-input" });

export const audioTruncated = (what = "The file is damaged or cut short.", cause?: unknown): MoodSyncError =>
  new MoodSyncError("audio.truncated", what, { kind: "invalid-input", cause });

export const audioNotAudio = (): MoodSyncError =>
  new MoodSyncError("audio.not-audio", "The file holds no sound, whatever its name says.", { kind: "invalid-input" });

export const audioUnsupported = (what: string): MoodSyncError =>
  new MoodSyncError("audio.unsupported", what, { kind: "unsupported" });

export const audioTooLong = (hours: number): MoodSyncError =>
  new MoodSyncError("audio.too-long", `The file claims to last over ${hours} hours.`, { kind: "too-large" });

export const audioTimeout = (seconds: number): MoodSyncError =>
  new MoodSyncError("audio.timeout", `The file could not be analysed within ${seconds} seconds.`, {
    kind: "invalid-input",
  });

export const analysisFailed = (cause?: unknown): MoodSyncError =>
  new MoodSyncError("audio.analysis-failed", "The analysis of the file broke off.", { kind: "internal", cause });

/** The error for a file that the system will not open: `file.not-found` where it is gone, else `file.unreadable`. */
export function fileError(error: unknown): MoodSyncError {
  if (error instanceof MoodSyncError) return error;
  const code = isSystemError(error) ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP" || code === "ENAMETOOLONG") {
    return new MoodSyncError("file.not-found", "The file is not there.", { kind: "not-found", cause: error });
  }
  return new MoodSyncError("file.unreadable", "The file cannot be read.", { kind: "forbidden", cause: error });
}

export const folderVanished = (cause?: unknown): MoodSyncError =>
  new MoodSyncError("folder.vanished", "The music folder is not there (any more).", { kind: "not-found", cause });
