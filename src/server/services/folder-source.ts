/** The music folder as a source for playing: whichever folder is chosen at the moment of asking. Scanning has its own way. */
import type { SourceWith } from "../../sources/music-source.ts";
import type { LibraryFolderService } from "./library-folder.ts";
import type { LocalSource } from "./local-source.ts";

export function createFolderSource(
  folder: LibraryFolderService,
  files: LocalSource,
): SourceWith<"list" | "readTags" | "readCover" | "locateFile"> {
  const locate = async (location: string): Promise<string> => files.resolveInside(await folder.require(), location);
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
      for await (const { path, ...file } of files.listAudioFiles(await folder.require(), options)) {
        yield { location: path, ...file };
      }
    },
    readTags: async (location) => files.readTags(await locate(location)),
    readCover: async (location) => files.readCover(await locate(location)),
    locateFile: locate,
  };
}
