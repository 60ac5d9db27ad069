/** The listener's own files as a music source: a folder, listed by walking it, with tags and covers from the files. */
import type { Cover, ListOptions, SourceTags, SourceWith } from "../music-source.ts";
import { readCover } from "./cover.ts";
import { resolveInside } from "./safe-path.ts";
import { readTags } from "./tags.ts";
import { listAudioFiles } from "./walk.ts";

/** How files are reached; each throws as the function of its name in this folder does. */
export interface FileAccess {
  listAudioFiles(
    folder: string,
    options: ListOptions,
  ): AsyncIterable<{ path: string; sizeBytes: number; modifiedAtMs: number }>;
  resolveInside(folder: string, relativePath: string): Promise<string>;
  readTags(absolutePath: string): Promise<SourceTags>;
  readCover(absolutePath: string): Promise<Cover | null>;
}

const FILES: FileAccess = { listAudioFiles, resolveInside, readTags, readCover };

/**
 * A folder as a source; locations are paths relative to it, with forward slashes.
 * @param currentFolder absolute path of whichever folder is chosen at the moment of asking
 */
export function createLocalSource(
  currentFolder: () => Promise<string>,
  files: FileAccess = FILES,
): SourceWith<"list" | "readTags" | "readCover" | "locateFile"> {
  const locate = async (location: string): Promise<string> => files.resolveInside(await currentFolder(), location);
  return {
    id: "local",
    capabilities: {
      listing: true,
      search: false,
      localFiles: true,
      streaming: false,
      covers: true,
      favourites: false,
      scrobbling: false,
      playlists: false,
      remotePlayback: false,
      analysis: "allowed",
    },
    async *list(options = {}) {
      for await (const { path, sizeBytes, modifiedAtMs } of files.listAudioFiles(await currentFolder(), options)) {
        yield { location: path, sizeBytes, modifiedAtMs };
      }
    },
    readTags: async (location) => files.readTags(await locate(location)),
    readCover: async (location) => files.readCover(await locate(location)),
    locateFile: locate,
  };
}
