/** What a file from elsewhere says of a song: enough to look for it in the library, never trusted to be right or complete. */

export interface SongReference {
  /** Where the writer of the file had it: a path or an address, as written; null where it says none. */
  location: string | null;
  artist: string | null;
  title: string | null;
  album: string | null;
  durationMs: number | null;
}

export interface Listen {
  song: SongReference;
  listenedAtMs: number;
}

export type ExchangeFormat = "m3u" | "xspf" | "csv" | "listenbrainz" | "lastfm";

/** A file that was read; `unusable` counts its entries that say nothing a song could be found by, or no time. */
export type ImportedFile =
  | { kind: "playlist"; format: ExchangeFormat; name: string | null; songs: SongReference[]; unusable: number }
  | { kind: "history"; format: ExchangeFormat; listens: Listen[]; unusable: number }
  | { kind: "likes"; format: ExchangeFormat; songs: SongReference[]; unusable: number };

/** Whether there is anything to look for. */
export function isFindable({ location, title }: SongReference): boolean {
  return location !== null || title !== null;
}

/** Equal for songs of which a file says the same. */
export function songKey({ location, artist, title, album, durationMs }: SongReference): string {
  return JSON.stringify([location, artist, title, album, durationMs]);
}
