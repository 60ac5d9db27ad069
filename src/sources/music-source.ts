/**
 * What every source of music offers, so that the library need not know where a track comes from.
 * A source declares what it can do; what it cannot do is absent, never a method that throws.
 */

/** What a source can do. Each `true` but the last two stands for the method named beside it, each `false` for its absence. */
export interface SourceCapabilities {
  /** `list` and `readTags`: every track it has can be gone through. */
  listing: boolean;
  /** `search` */
  search: boolean;
  /** `locateFile`: the sound lies in a file on this machine. */
  localFiles: boolean;
  /** `openStream`: the sound comes through our server, byte ranges included. */
  streaming: boolean;
  /** `readCover` */
  covers: boolean;
  /** `setFavourite` */
  favourites: boolean;
  /** `scrobble` */
  scrobbling: boolean;
  /** `savePlaylist` */
  playlists: boolean;
  /** Plays on a player of its own (a device, an SDK in the page), by routes of its own. */
  remotePlayback: boolean;
  /** Whether its terms let us measure the sound and learn from its metadata. */
  analysis: "allowed" | "forbidden";
}

/** A track as its source lists it; `location` is the source's own name for it and means nothing elsewhere. */
export interface SourceTrack {
  location: string;
  /** 0 where the source does not say. */
  sizeBytes: number;
  /** Changes when the track's content may have changed. */
  modifiedAtMs: number;
  /** Where the listing brings them along; then `readTags` need not be asked for each. */
  tags?: SourceTags;
}

/** What of `SourceTags` is kept: raised when a source reads more, so that known tracks' tags are read again. 2: genres. */
export const TAGS_VERSION = 2;

export interface SourceTags {
  title: string;
  artist: string | null;
  album: string | null;
  durationMs: number | null;
  hasCover: boolean;
  mimeType: string;
  /** What the source itself says of the music; left out where it says nothing. */
  tempoBpm?: number;
  moods?: readonly string[];
  genres?: readonly string[];
  /** International Standard Recording Code. */
  isrc?: string;
}

export interface FoundTrack extends SourceTrack {
  tags: SourceTags;
}

export interface SearchOptions {
  /** At most so many; a source may give fewer. */
  limit: number;
  offset?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface Cover {
  /** image/jpeg, image/png, image/webp or image/gif, told from the bytes themselves. */
  mimeType: string;
  data: Uint8Array;
}

/** Something the listing had to leave out, and why. */
export interface ListingProblem {
  location: string;
  code: string;
  message: string;
}

export interface ListOptions {
  signal?: AbortSignal | undefined;
  onProblem?: ((problem: ListingProblem) => void) | undefined;
}

/** A byte range as RFC 9110, section 14, has it: from `start` to `end` (both included, null: to the end), or the last `last`. */
export type StreamRange = { start: number; end: number | null } | { last: number };

export interface StreamOptions {
  /** Everything where left out. */
  range?: StreamRange | undefined;
  signal?: AbortSignal | undefined;
}

/** Sound on its way. Who opened it reads the body to its end or cancels it. */
export interface SourceStream {
  mimeType: string;
  /** Bytes in `body`; null where unknown. */
  lengthBytes: number | null;
  /** What part this is; null for everything, also where a range was asked for and the source does not know ranges. */
  part: { start: number; end: number; sizeBytes: number | null } | null;
  /** Changes with the content; null where the source gives none. */
  etag: string | null;
  body: ReadableStream<Uint8Array>;
}

export interface Scrobble {
  /** When the hearing began. */
  startedAtMs: number;
  /** False: "now playing"; true: heard, for the record. */
  completed: boolean;
}

export interface PlaylistToSave {
  name: string;
  description?: string | undefined;
  /** In playing order. */
  locations: readonly string[];
  /** Id of a playlist saved before, to be replaced in place. */
  id?: string | undefined;
}

export interface SavedPlaylist {
  /** The source's own. */
  id: string;
  /** Where a browser can open it; null where nowhere. */
  url: string | null;
}

export interface MusicSource {
  /** Stable, as in `tracks.source`: `local`, `composed`, `subsonic`, `spotify`, `apple-music`. */
  readonly id: string;
  readonly capabilities: SourceCapabilities;
  list?(options?: ListOptions): AsyncIterable<SourceTrack>;
  readTags?(location: string): Promise<SourceTags>;
  search?(query: string, options: SearchOptions): Promise<FoundTrack[]>;
  /** Null where this track has none. */
  readCover?(location: string): Promise<Cover | null>;
  /** Absolute path of a file that can be read here and now. */
  locateFile?(location: string): Promise<string>;
  /** @throws MoodSyncError `range.unsatisfiable` where the range lies outside the sound */
  openStream?(location: string, options?: StreamOptions): Promise<SourceStream>;
  setFavourite?(location: string, favourite: boolean): Promise<void>;
  scrobble?(location: string, scrobble: Scrobble): Promise<void>;
  savePlaylist?(playlist: PlaylistToSave): Promise<SavedPlaylist>;
}

/** A source of which these methods are known to be there. */
export type SourceWith<Method extends keyof MusicSource> = MusicSource & Required<Pick<MusicSource, Method>>;

type SourceMethod = Exclude<keyof MusicSource, "id" | "capabilities">;
type MethodCapability = Exclude<keyof SourceCapabilities, "remotePlayback" | "analysis">;

/** Which methods each capability promises. */
export const METHODS_OF_CAPABILITY: Readonly<Record<MethodCapability, readonly SourceMethod[]>> = {
  listing: ["list", "readTags"],
  search: ["search"],
  localFiles: ["locateFile"],
  streaming: ["openStream"],
  covers: ["readCover"],
  favourites: ["setFavourite"],
  scrobbling: ["scrobble"],
  playlists: ["savePlaylist"],
};
