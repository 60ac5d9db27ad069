/** The tables of copies, of the library's character and of the work on both, as TypeScript sees them (see schema.ts). */
import type { Generated } from "kysely";
import type { CopyEvidence } from "../../core/library/judge-copies.ts";

export interface TrackFingerprintTable {
  track_id: number;
  user_id: number;
  version: number;
  /** Which lengths the track was among when its keys were made. */
  bucket: number;
  /** 32-bit words, little endian. */
  words: Uint8Array;
}

export interface FingerprintKeyTable {
  /** Signed 32 bits. */
  key: number;
  track_id: number;
}

export interface TrackIdentityTable {
  track_id: number;
  user_id: number;
  version: number;
  recording_key: string | null;
  is_compared: 0 | 1;
}

export interface CopyPairTable {
  user_id: number;
  track_a: number;
  track_b: number;
  evidence: CopyEvidence;
  similarity: number | null;
}

export interface NotSamePairTable {
  user_id: number;
  track_a: number;
  track_b: number;
  said_at_ms: number;
}

export interface TrackCopyTable {
  track_id: number;
  user_id: number;
  /** The lowest track id of the group. */
  group_id: number;
  is_preferred: 0 | 1;
  evidence: CopyEvidence;
  similarity: number | null;
}

export interface CharacterModelTable {
  id: Generated<number>;
  user_id: number;
  state: "placing" | "current" | "former";
  version: number;
  fitted_at_ms: number;
  fitted_tracks: number;
  changed_tracks: number;
  placed_up_to: number;
  /** A `CharacterModel` as JSON. */
  model: string;
}

export interface CharacterClusterTable {
  model_id: number;
  cluster_id: number;
  track_count: number;
  valence_sum: number;
  arousal_sum: number;
}

export interface TrackPlaceTable {
  model_id: number;
  track_id: number;
  cluster_id: number;
  x: number;
  y: number;
  distance: number;
  valence: number;
  arousal: number;
  draw: number;
  /** Which state of the track's features it was drawn from. */
  analysed_at_ms: number;
}

export interface LibraryStageTable {
  user_id: number;
  stage: "copies" | "character";
  version: number;
  state: "running" | "done" | "failed";
  /** Tracks worked through in this run. */
  done: number;
  started_at_ms: number;
  finished_at_ms: number | null;
  problem: string | null;
}

export interface CharacterSchema {
  track_fingerprints: TrackFingerprintTable;
  fingerprint_keys: FingerprintKeyTable;
  track_identities: TrackIdentityTable;
  copy_pairs: CopyPairTable;
  not_same_pairs: NotSamePairTable;
  track_copies: TrackCopyTable;
  character_models: CharacterModelTable;
  character_clusters: CharacterClusterTable;
  track_places: TrackPlaceTable;
  library_stages: LibraryStageTable;
}
