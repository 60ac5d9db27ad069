/**
 * Lists the audio files under a folder, by name alone; what they hold is found out later.
 * Follows no link: one that leads out of the folder is reported, one that stays inside would only list a file twice.
 */
import { isUtf8 } from "node:buffer";
import type { Dirent } from "node:fs";
import { lstat, readdir, realpath } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import type { ListOptions } from "../music-source.ts";
import { folderVanished } from "./audio-errors.ts";

export interface AudioFile {
  /** Relative to the folder, with forward slashes, exactly as the file system spells it. */
  path: string;
  sizeBytes: number;
  modifiedAtMs: number;
}

const AUDIO_EXTENSIONS = new Set([".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".wav", ".wave"]);
const DEEPEST = 64;

/** Whether a file's name promises a format that the library takes. */
export function isAudioName(name: string): boolean {
  return AUDIO_EXTENSIONS.has(extname(name).toLowerCase());
}

/**
 * Walks the folder depth first, in the order of names; hidden files and folders are left out.
 * @param options `onProblem` hears of folders that cannot be read, links that lead out and names that are not Unicode.
 * @throws MoodSyncError `folder.vanished` when the folder is not there, at the start or later; the abort reason.
 */
export async function* listAudioFiles(folder: string, options: ListOptions = {}): AsyncGenerator<AudioFile> {
  const root = await realpath(folder).catch((error: unknown) => {
    throw folderVanished(error);
  });
  yield* walk({ root, options }, "", 0);
}

interface Walk {
  root: string;
  options: ListOptions;
}

async function* walk(state: Walk, directory: string, depth: number): AsyncGenerator<AudioFile> {
  for (const entry of await readEntries(state, directory)) {
    state.options.signal?.throwIfAborted();
    const name = nameOf(state, directory, entry);
    if (name === null || name.startsWith(".")) continue;
    const path = directory === "" ? name : `${directory}/${name}`;
    if (entry.isSymbolicLink()) await reportIfOutside(state, path);
    else if (entry.isDirectory() && depth < DEEPEST) yield* walk(state, path, depth + 1);
    else if (entry.isDirectory()) report(state, path, "file.unreadable", "The folders are nested too deeply.");
    else if (entry.isFile() && isAudioName(name)) {
      const stats = await lstat(join(state.root, path)).catch(() => null);
      if (stats !== null) yield { path, sizeBytes: stats.size, modifiedAtMs: Math.floor(stats.mtimeMs) };
    }
  }
}

async function readEntries(state: Walk, directory: string): Promise<Dirent<Buffer>[]> {
  state.options.signal?.throwIfAborted();
  try {
    const entries = await readdir(join(state.root, directory), { withFileTypes: true, encoding: "buffer" });
    return entries.toSorted((a, b) => Buffer.compare(a.name, b.name));
  } catch (error) {
    if (directory === "" || (await lstat(state.root).catch(() => null)) === null) throw folderVanished(error);
    report(state, directory, "file.unreadable", "The folder cannot be read.");
    return [];
  }
}

/** The entry's name, or null (and a report) where its bytes are not UTF-8: no path in JSON could name such a file. */
function nameOf(state: Walk, directory: string, entry: Dirent<Buffer>): string | null {
  const name = entry.name.toString("utf8");
  if (isUtf8(entry.name)) return name;
  if (entry.isDirectory() || isAudioName(name)) {
    const path = directory === "" ? name : `${directory}/${name}`;
    report(state, path, "file.unreadable", "The name is not valid Unicode; rename the file to have it listed.");
  }
  return null;
}

async function reportIfOutside(state: Walk, path: string): Promise<void> {
  const target = await realpath(join(state.root, path)).catch(() => null);
  if (target === null || target === state.root || isInside(state.root, target)) return;
  report(state, path, "path.outside-library", "The link leads out of the music folder and is not followed.");
}

/** Whether an absolute, real path lies in a real folder. */
export function isInside(root: string, target: string): boolean {
  const path = relative(root, target);
  return path !== "" && path !== ".." && !path.startsWith(`..${sep}`) && !/^[a-z]:/i.test(path);
}

function report(state: Walk, location: string, code: string, message: string): void {
  state.options.onProblem?.({ location, code, message });
}
