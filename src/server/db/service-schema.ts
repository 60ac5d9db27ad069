/** The tables of the services outside, as TypeScript sees them; part of the schema (see schema.ts). */
import type { Emotion } from "../../core/affect/emotion.ts";

export interface ServiceConnectionTable {
  user_id: number;
  service: string;
  /** What may be shown: addresses, names. */
  settings_json: string;
  /** What may not; sealed by the secret box with the context "service:user". */
  sealed_secrets: string | null;
  /** Null where there are settings alone. */
  connected_at_ms: number | null;
  updated_at_ms: number;
}

export interface ServiceCooldownTable {
  service: string;
  until_ms: number;
}

export interface ServiceCacheTable {
  user_id: number;
  service: string;
  key: string;
  value_json: string;
  fetched_at_ms: number;
  expires_at_ms: number;
}

/** A sign-in that was begun: what must come back once, and once only. */
export interface SpotifySignInTable {
  user_id: number;
  /** SHA-256 of the state, in hexadecimal. */
  state_hash: string;
  sealed_verifier: string;
  redirect_uri: string;
  expires_at_ms: number;
}

/** Which of their playlists the listener gave to a mood. */
export interface SpotifyMoodPlaylistTable {
  user_id: number;
  emotion: Emotion;
  playlist_id: string;
  position: number;
  /** Renewed whenever Spotify still knows the playlist. */
  expires_at_ms: number;
}

/** The private playlists that MoodSync made in the listener's account, to be refreshed in place. */
export interface SpotifySavedPlaylistTable {
  user_id: number;
  emotion: Emotion;
  playlist_id: string;
  saved_at_ms: number;
  expires_at_ms: number;
}

export interface ServiceSchema {
  service_connections: ServiceConnectionTable;
  service_cooldowns: ServiceCooldownTable;
  service_cache: ServiceCacheTable;
  spotify_sign_ins: SpotifySignInTable;
  spotify_mood_playlists: SpotifyMoodPlaylistTable;
  spotify_saved_playlists: SpotifySavedPlaylistTable;
}
