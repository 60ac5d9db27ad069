/** Tracks as the listener sees them, and the way from a track to its file. */
import type { Track } from "../../contracts/tracks.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { Cover } from "../../sources/music-source.ts";
import type { TrackFile, TrackQuery } from "../db/repositories/track-repository.ts";
import type { Storage } from "../db/storage.ts";
import type { LibraryFolderService } from "./library-folder.ts";
import type { LocalSource } from "./local-source.ts";

export interface TrackService {
  list(query: TrackQuery): Promise<{ tracks: Track[]; total: number }>;
  /** @throws MoodSyncError `track.not-found` */
  get(id: number): Promise<Track>;
  /**
   * The track's file, checked to lie inside the music folder.
   * @throws MoodSyncError `track.not-found`, `file.not-found`, `path.outside-library`, `folder.not-set`
   */
  locate(id: number): Promise<TrackFile & { absolutePath: string }>;
  /** The cover inside a located file; null where there is none. */
  readCover(absolutePath: string): Promise<Cover | null>;
}

export function createTrackService(dependencies: {
  storage: Storage;
  userId: number;
  folder: LibraryFolderService;
  source: LocalSource;
}): TrackService {
  const { storage, userId, folder, source } = dependencies;
  return {
    list: (query) => storage.tracks.list(userId, query),
    async get(id) {
      const track = await storage.tracks.find(userId, id);
      if (!track) throw notFound();
      return track;
    },
    async locate(id) {
      const file = await storage.tracks.findFile(userId, id);
      if (!file) throw notFound();
      const absolutePath = await source.resolveInside(await folder.require(), file.path);
      return { ...file, absolutePath };
    },
    readCover: (absolutePath) => source.readCover(absolutePath),
  };
}

function notFound(): MoodSyncError {
  return new MoodSyncError("track.not-found", "There is no such track.", { kind: "not-found" });
}
