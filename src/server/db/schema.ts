/**
 * The tables as TypeScript sees them, one interface each. How they come to be is in migrations/.
 * Times are milliseconds since the Unix epoch; flags are 0 or 1, since SQLite has no boolean and both databases have smallint.
 */
import type { Generated } from "kysely";
import type { Emotion } from "../../core/affect/emotion.ts";
import type { JourneyKind } from "../../core/affect/journey.ts";
import type { MoodName } from "../../core/affect/mood-names.ts";
import type { FeedbackKind } from "../../contracts/listening.ts";
import type { MoodReading } from "../../contracts/mood-readings.ts";
import type { PieceOrigin } from "../../contracts/pieces.ts";
import type { RenewalCause } from "../../contracts/standing-playlists.ts";
import type { CharacterSchema } from "./character-schema.ts";
import type { ExchangeSchema } from "./exchange-schema.ts";
import type { ServiceSchema } from "./service-schema.ts";
import type { SubsonicSchema } from "./subsonic-schema.ts";

export type Flag = 0 | 1;

export interface UserTable {
  id: Generated<number>;
  name: string;
  created_at_ms: number;
}

export interface SettingTable {
  user_id: number;
  name: string;
  value: string;
}

export interface TrackTable {
  id: Generated<number>;
  user_id: number;
  /** Which source it belongs to: `local`, `composed`, `subsonic` ... */
  source: Generated<string>;
  /** The source's own name for it: for a local file its path relative to the music folder, with forward slashes. */
  path: string;
  size_bytes: number;
  modified_at_ms: number;
  title: string;
  artist: string | null;
  album: string | null;
  /** As the tags have it; several are separated by "; ". */
  genre: string | null;
  duration_ms: number | null;
  mime_type: string;
  has_cover: Flag;
  /** Title, artist, album and genre folded for search (see search-text.ts). */
  search_text: string;
  /** Where the track stands in a list (see search-text.ts). */
  sort_text: string;
  liked: Generated<Flag>;
  /** Version of the analyser that is done with this state of the file, whatever came of it; null: still to do. */
  checked_version: number | null;
  problem_code: string | null;
  problem_message: string | null;
  added_at_ms: number;
  /** Set when a scan no longer found the file; its history stays. */
  removed_at_ms: number | null;
  /** Version of the reader of tags that was at this state of the file; null: one that read no genres. */
  tags_version: number | null;
  /** Whether it has features; kept by triggers. */
  playable: Generated<Flag>;
}

export interface TrackFeatureTable {
  track_id: number;
  user_id: number;
  analyser_version: number;
  tempo_bpm: number | null;
  tonic: number | null;
  mode: "major" | "minor" | null;
  /** The next four are null where the sound itself was not measured. */
  loudness_lufs: number | null;
  dynamic_range_db: number | null;
  brightness_hz: number | null;
  onsets_per_second: number | null;
  /** The next ten are null, besides, where an analyser before version 2 measured. */
  beat_strength: number | null;
  key_strength: number | null;
  majorness: number | null;
  chroma_entropy: number | null;
  crest_factor_db: number | null;
  rolloff_hz: number | null;
  flatness: number | null;
  flux_db: number | null;
  roughness: number | null;
  danceability: number | null;
  valence: number;
  arousal: number;
  analysed_at_ms: number;
}

/** A composed piece; everything that is true of any track stands in `tracks`. */
export interface PieceTable {
  track_id: number;
  user_id: number;
  origin: PieceOrigin;
  emotion: Emotion | null;
  valence: number;
  arousal: number;
  seed: number;
  bars: number;
  note_count: number;
  created_at_ms: number;
  /** The notes, as sources/composed/score.ts writes them. */
  score: string;
}

/** How many tracks are there, by source; kept by triggers. */
export interface LibraryTotalTable {
  user_id: number;
  source: string;
  tracks: number;
  playable: number;
}

/** Tracks of which something changed that a playlist's choice rests on, in order; written by triggers, pruned by readers. */
export interface TrackChangeTable {
  id: Generated<number>;
  user_id: number;
  track_id: number;
  /** PostgreSQL's transaction; 0 in SQLite, where rows are seen in the order of their ids. */
  transaction_id: Generated<number>;
}

/** One row at most. */
export interface TrackChangeCutTable {
  id: 1;
  /** Changes up to this id (in PostgreSQL: transaction) are forgotten. */
  up_to: number;
}

export interface PlaylistTable {
  id: Generated<number>;
  user_id: number;
  created_at_ms: number;
  changed_at_ms: Generated<number>;
  /** Rises with every change. */
  version: Generated<number>;
  /** Null for a list that is not saved, and then `sort_name` is, too. */
  name: string | null;
  /** The name folded (see search-text.ts). */
  sort_name: string | null;
  emotion: Emotion | null;
  /** By which of the twelve names it was asked for. */
  mood: MoodName | null;
  valence: number;
  arousal: number;
  note: string | null;
  /** Null where the listener put it together. */
  journey_kind: JourneyKind | null;
  /** Points as JSON; null where the target is the only one. */
  journey_path: string | null;
  journey_radius: number | null;
}

export interface PlaylistEntryTable {
  playlist_id: number;
  position: number;
  user_id: number;
  track_id: number;
  /** Null, as `waypoint`, for a track put in by hand. */
  distance: number | null;
  reason: string;
  /** Index in the playlist's path. */
  waypoint: number | null;
}

export interface StandingPlaylistTable {
  user_id: number;
  /** One of the twelve: the column is older than the five that no face shows. */
  emotion: MoodName;
  playlist_id: number | null;
  /** Where the mood lay when the list was made. */
  valence: number;
  arousal: number;
  cause: RenewalCause;
  renewed_at_ms: number;
}

/** Who is at work on something that only one process may do at a time. */
export interface LeaseTable {
  user_id: number;
  name: string;
  /** See services/process-identity.ts. */
  owner: string;
  heartbeat_at_ms: number;
}

export interface PlayTable {
  id: Generated<number>;
  user_id: number;
  track_id: number;
  playlist_id: number | null;
  started_at_ms: number;
  played_ms: number;
  end_reason: "completed" | "skipped" | "stopped" | null;
  /** Who saw it played: `moodsync`, or the format of the history that it was imported from. */
  origin: Generated<string>;
  /** How the listener felt then, as far as is known; both or neither. */
  mood_valence: number | null;
  mood_arousal: number | null;
}

/** What the listener had the learner forget, and until when it counts no more. */
export interface LearningForgottenTable {
  user_id: number;
  subject: "all" | "artist" | "cue";
  name: string;
  forgotten_at_ms: number;
}

export interface FeedbackTable {
  id: Generated<number>;
  user_id: number;
  track_id: number;
  playlist_id: number | null;
  kind: FeedbackKind;
  given_at_ms: number;
  /** The mood asked for when it was said, where a playlist was named. */
  target_valence: number | null;
  target_arousal: number | null;
}

export interface MoodReadingTable {
  id: Generated<number>;
  user_id: number;
  source: MoodReading["source"];
  emotion: Emotion | null;
  valence: number;
  arousal: number;
  confidence: number;
  face_count: number;
  read_at_ms: number;
}

export interface ScanTable {
  id: Generated<number>;
  user_id: number;
  folder: string;
  state: "listing" | "running" | "completed" | "cancelled" | "interrupted" | "failed";
  started_at_ms: number;
  finished_at_ms: number | null;
  total: number;
  done: number;
  analysed: number;
  unchanged: number;
  removed: number;
  failed: number;
  problem_code: string | null;
  problem_message: string | null;
  /** The process that runs it, and when it last wrote: how a scan cut off by a crash is told from a living one. */
  owner_pid: number;
  heartbeat_at_ms: number;
}

export interface Schema extends ServiceSchema, SubsonicSchema, ExchangeSchema, CharacterSchema {
  users: UserTable;
  settings: SettingTable;
  tracks: TrackTable;
  library_totals: LibraryTotalTable;
  track_changes: TrackChangeTable;
  track_changes_cut: TrackChangeCutTable;
  track_features: TrackFeatureTable;
  playlists: PlaylistTable;
  playlist_entries: PlaylistEntryTable;
  plays: PlayTable;
  feedback: FeedbackTable;
  learning_forgotten: LearningForgottenTable;
  mood_readings: MoodReadingTable;
  scans: ScanTable;
  pieces: PieceTable;
  standing_playlists: StandingPlaylistTable;
  leases: LeaseTable;
}
