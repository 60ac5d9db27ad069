/** Tracks as the listener sees them, and the way from a track to its sound and its cover, whichever source has them. */
import type { Track, TrackList } from "../../contracts/tracks.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { Cover, SourceStream, StreamOptions } from "../../sources/music-source.ts";
import type { TrackFile, TrackQuery } from "../db/repositories/track-repository.ts";
import type { Storage } from "../db/storage.ts";
import type { MusicSources } from "./music-sources.ts";

/** A track's sound: a file here, or a stream that its source opens. */
export type TrackSound =
  | { kind: "file"; mimeType: string; absolutePath: string }
  | { kind: "stream"; mimeType: string; open(options: StreamOptions): Promise<SourceStream> };

export interface TrackService {
  list(query: TrackQuery): Promise<TrackList>;
  /** @throws MoodSyncError `track.not-found` */
  get(id: number): Promise<Track>;
  /**
   * The track's sound; a local file is checked to lie inside the music folder.
   * @throws MoodSyncError `track.not-found`, `file.not-found`, `path.outside-library`, `folder.not-set`, `source.absent`,
   *   `sound.elsewhere` for a source that plays on a player of its own
   */
  sound(id: number): Promise<TrackSound>;
  /** What is known of a track's file without opening it. @throws MoodSyncError `track.not-found` */
  file(id: number): Promise<TrackFile>;
  /** The cover, null where there is none. @throws MoodSyncError as `sound` does */
  readCover(file: TrackFile): Promise<Cover | null>;
}

export function createTrackService(dependencies: {
  storage: Storage;
  userId: number;
  sources: MusicSources;
}): TrackService {
  const { storage, userId, sources } = dependencies;

  const requireFile = async (id: number): Promise<TrackFile> => {
    const file = await storage.tracks.findFile(userId, id);
    if (!file) throw notFound();
    return file;
  };

  return {
    list: (query) => storage.tracks.list(userId, query),
    async get(id) {
      const track = await storage.tracks.find(userId, id);
      if (!track) throw notFound();
      return track;
    },
    async sound(id) {
      const { source: sourceId, path, mimeType } = await requireFile(id);
      const source = sources.require(sourceId);
      if (source.locateFile) return { kind: "file", mimeType, absolutePath: await source.locateFile(path) };
      if (!source.openStream) throw elsewhere(sourceId);
      const open = source.openStream.bind(source);
      return { kind: "stream", mimeType, open: (options) => open(path, options) };
    },
    file: requireFile,
    async readCover({ source, path, hasCover }) {
      return hasCover ? ((await sources.require(source).readCover?.(path)) ?? null) : null;
    },
  };
}

function notFound(): MoodSyncError {
  return new MoodSyncError("track.not-found", "There is no such track.", { kind: "not-found" });
}

function elsewhere(source: string): MoodSyncError {
  return new MoodSyncError("sound.elsewhere", "This track plays on its own service's player, not through MoodSync.", {
    kind: "conflict",
    details: { source },
  });
}
