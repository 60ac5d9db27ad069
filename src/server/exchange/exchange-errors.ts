/** What can be wrong with a file that somebody wants to import, each with its code. */
import { MoodSyncError } from "../../core/errors.ts";

/** No format that we know. */
export function unknownFormat(): MoodSyncError {
  return new MoodSyncError(
    "import.unknown-format",
    "This is no file that can be imported. M3U, XSPF, CSV, ListenBrainz's JSON and Last.fm's CSV or JSON can.",
    { kind: "invalid-input" },
  );
}

/** The format is known, the file is broken. `where` says how far it could be read. */
export function brokenFile(format: string, where: string, cause?: unknown): MoodSyncError {
  return new MoodSyncError("import.broken", `The ${format} file is broken: ${where}`, { kind: "invalid-input", cause });
}

/** The file is whole and holds nothing. */
export function emptyFile(): MoodSyncError {
  return new MoodSyncError("import.empty", "The file names no songs.", { kind: "invalid-input" });
}
