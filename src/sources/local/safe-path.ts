/** The one gate from a path in a request or the database to a file on disk: nothing outside the music folder passes. */
import { realpath, stat } from "node:fs/promises";
import { isAbsolute, join, win32 } from "node:path";
import { MoodSyncError } from "../../core/errors.ts";
import { fileError, folderVanished } from "./audio-errors.ts";
import { isInside } from "./walk.ts";

const outside = (): MoodSyncError =>
  new MoodSyncError("path.outside-library", "The path leads out of the music folder.", { kind: "forbidden" });

/**
 * The absolute path, links resolved, of a file in a folder.
 * @param relativePath relative to the folder, with forward slashes, as `listAudioFiles` gives it
 * @throws MoodSyncError `path.outside-library` for `..`, absolute paths and links that lead out; `file.not-found` where
 *   there is no such file; `file.unreadable`; `folder.vanished`.
 */
export async function resolveInside(folder: string, relativePath: string): Promise<string> {
  if (relativePath.includes("\0") || isAbsolute(relativePath) || win32.isAbsolute(relativePath)) throw outside();
  // A backslash separates folders on Windows and is part of a name elsewhere.
  const segments = relativePath.split(process.platform === "win32" ? /[\\/]/ : "/");
  if (segments.includes("..")) throw outside();
  const root = await realpath(folder).catch((error: unknown) => {
    throw folderVanished(error);
  });
  try {
    const target = await realpath(join(root, relativePath));
    if (!isInside(root, target)) throw outside();
    if (!(await stat(target)).isFile())
      throw new MoodSyncError("file.not-found", "The file is not there.", { kind: "not-found" });
    return target;
  } catch (error) {
    throw fileError(error);
  }
}
