/** The listener's own files as a music source: a folder, listed by walking it, with tags and covers from the files. */
import type { Cover, ListOptions, SourceTags, SourceTrack, SourceWith } from "../music-source.ts";
import { readCover } from "./cover.ts";
import { resolveInside } from "./safe-path.ts";
import { readTags } from "./tags.ts";
import { listAudioFiles } from "./walk.ts";

/** Opens a folder as a source; locations are paths relative to it, with forward slashes. */
export function createLocalSource(folder: string): SourceWith<"list" | "readTags" | "readCover" | "locateFile"> {
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
    async *list(options: ListOptions = {}): AsyncGenerator<SourceTrack> {
      for await (const { path, sizeBytes, modifiedAtMs } of listAudioFiles(folder, options)) {
        yield { location: path, sizeBytes, modifiedAtMs };
      }
    },
    async readTags(location): Promise<SourceTags> {
      return readTags(await resolveInside(folder, location));
    },
    async readCover(location): Promise<Cover | null> {
      return readCover(await resolveInside(folder, location));
    },
    locateFile: (location) => resolveInside(folder, location),
  };
}
