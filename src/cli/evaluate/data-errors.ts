/** Errors about an evaluation's data: one sentence each, and the caller's to mend. */
import { MoodSyncError, type ErrorKind } from "../../core/errors.ts";

/** An error with a code of `data.*`; its kind is `invalid-input` unless said otherwise. */
export function dataError(
  code: string,
  message: string,
  options: { kind?: ErrorKind; cause?: unknown } = {},
): MoodSyncError {
  return new MoodSyncError(code, message, { kind: "invalid-input", ...options });
}

/** What the file system said, as a sentence. */
export function unreadable(location: string, cause: NodeJS.ErrnoException): MoodSyncError {
  if (cause.code === "ENOENT" || cause.code === "ENOTDIR") {
    return dataError("data.not-found", `There is no file or folder ${location}.`, { kind: "not-found", cause });
  }
  return dataError("data.unreadable", `${location} cannot be read (${cause.code ?? cause.message}).`, { cause });
}
