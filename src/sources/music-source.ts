/**
 * What every source of music offers, so that the library need not know where a track comes from.
 * A source states what it can do; what it cannot do is absent, never a method that throws.
 */

/** A track as its source lists it; `location` is the source's own name for it and means nothing elsewhere. */
export interface SourceTrack {
  location: string;
  sizeBytes: number;
  /** Changes when the track's content may have changed. */
  modifiedAtMs: number;
}

export interface SourceTags {
  title: string;
  artist: string | null;
  album: string | null;
  durationMs: number | null;
  hasCover: boolean;
  mimeType: string;
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

export interface MusicSource {
  readonly id: string;
  list(options?: ListOptions): AsyncIterable<SourceTrack>;
  readTags(location: string): Promise<SourceTags>;
  /** Absent where the source has no covers. */
  readCover?(location: string): Promise<Cover | null>;
  /** Where the sound can be read as a local file, for streaming and analysis; absent for sources that stream elsewhere. */
  locateFile?(location: string): Promise<string>;
}
