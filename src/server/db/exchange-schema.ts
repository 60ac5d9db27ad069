/** The tables of imports, as TypeScript sees them; part of the schema (see schema.ts). */

/** A song that an imported playlist names at this place and that the library lacked. */
export interface PlaylistMissingTable {
  user_id: number;
  playlist_id: number;
  /** Among the entries of the file, from 0. */
  position: number;
  artist: string | null;
  title: string | null;
  album: string | null;
  location: string | null;
  duration_ms: number | null;
}

export interface ExchangeSchema {
  playlist_missing: PlaylistMissingTable;
}
