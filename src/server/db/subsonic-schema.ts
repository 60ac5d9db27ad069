/** The tables of a Subsonic server and of guessed moods, as TypeScript sees them; part of the schema (see schema.ts). */
import type { Generated } from "kysely";
import type { SubsonicSync } from "../../contracts/subsonic.ts";
import type { EstimateOrigin } from "../../sources/outside-features/track-estimate.ts";

export interface SubsonicSongTable {
  track_id: number;
  user_id: number;
  cover_art_id: string | null;
  isrc: string | null;
  music_brainz_id: string | null;
  /** Of whatever the listener sees of it. */
  tag_hash: string;
  /** Id of the sync that last found it. */
  seen_by_sync: number;
}

export interface SubsonicSyncTable {
  id: Generated<number>;
  user_id: number;
  state: SubsonicSync["state"];
  started_at_ms: number;
  finished_at_ms: number | null;
  /** Where the listing goes on; null before it began and once it is through. */
  cursor_json: string | null;
  listing_done: 0 | 1;
  problem_code: string | null;
  problem_message: string | null;
  listed: Generated<number>;
  added: Generated<number>;
  changed: Generated<number>;
  removed: Generated<number>;
  to_analyse: Generated<number>;
  analysed: Generated<number>;
  failed: Generated<number>;
}

export interface SubsonicOutboxTable {
  id: Generated<number>;
  user_id: number;
  kind: "star" | "scrobble";
  /** What makes it one of its kind: the song for a star, the play for a hearing. */
  subject: string;
  song_id: string;
  starred: 0 | 1 | null;
  heard_from_ms: number | null;
  queued_at_ms: number;
  /** Set before it is sent: what a crash leaves so may have arrived. */
  sent_at_ms: number | null;
  /** A hearing that was delivered, or given up, stays for a while, so that the same play is never told twice. */
  settled_at_ms: number | null;
}

export interface SubsonicPlaylistTable {
  playlist_id: number;
  user_id: number;
  server_playlist_id: string;
  name: string;
  saved_at_ms: number;
}

export interface TrackEstimateTable {
  track_id: number;
  user_id: number;
  origin: EstimateOrigin;
  valence: number;
  arousal: number;
  tempo_bpm: number | null;
  estimated_at_ms: number;
  /** Null for what the music's own tags say. */
  expires_at_ms: number | null;
}

export interface SubsonicSchema {
  subsonic_songs: SubsonicSongTable;
  subsonic_syncs: SubsonicSyncTable;
  subsonic_outbox: SubsonicOutboxTable;
  subsonic_playlists: SubsonicPlaylistTable;
  track_estimates: TrackEstimateTable;
}
