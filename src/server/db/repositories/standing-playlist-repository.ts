/** Keeps which playlist stands for each mood at present, for which point it was made, when and why. */
import type { Kysely } from "kysely";
import type { RenewalCause } from "../../../contracts/standing-playlists.ts";
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import type { MoodName } from "../../../core/affect/mood-names.ts";
import type { Schema } from "../schema.ts";

export interface StoredStandingPlaylist {
  mood: MoodName;
  playlistId: number | null;
  target: AffectPoint;
  cause: RenewalCause;
  renewedAtMs: number;
  /** Tracks in the list that can still be played. */
  tracks: number;
}

export interface StandingPlaylistRepository {
  all(userId: number): Promise<StoredStandingPlaylist[]>;
  set(userId: number, standing: Omit<StoredStandingPlaylist, "tracks">): Promise<void>;
}

export function createStandingPlaylistRepository(db: Kysely<Schema>): StandingPlaylistRepository {
  return {
    async all(userId) {
      const rows = await db
        .selectFrom("standing_playlists")
        .select(["emotion", "playlist_id", "valence", "arousal", "cause", "renewed_at_ms"])
        .select((builder) =>
          builder
            .selectFrom("playlist_entries")
            .innerJoin("tracks", "tracks.id", "playlist_entries.track_id")
            .whereRef("playlist_entries.playlist_id", "=", "standing_playlists.playlist_id")
            .where("removed_at_ms", "is", null)
            .select(builder.fn.countAll<number>().as("count"))
            .as("tracks"),
        )
        .where("user_id", "=", userId)
        .execute();
      return rows.map((row) => ({
        mood: row.emotion,
        playlistId: row.playlist_id,
        target: { valence: row.valence, arousal: row.arousal },
        cause: row.cause,
        renewedAtMs: row.renewed_at_ms,
        tracks: row.tracks ?? 0,
      }));
    },
    async set(userId, { mood, playlistId, target, cause, renewedAtMs }) {
      const change = { playlist_id: playlistId, ...target, cause, renewed_at_ms: renewedAtMs };
      await db
        .insertInto("standing_playlists")
        .values({ user_id: userId, emotion: mood, ...change })
        .onConflict((conflict) => conflict.columns(["user_id", "emotion"]).doUpdateSet(change))
        .execute();
    },
  };
}
