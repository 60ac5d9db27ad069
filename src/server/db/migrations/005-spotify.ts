/** Spotify: sign-ins begun, which playlists the listener gave to a mood, the playlists saved in their account. No track of theirs. */
import type { Migration } from "../migration.ts";

export const spotify: Migration = {
  version: 5,
  name: "spotify",
  async up(db) {
    await db.schema
      .createTable("spotify_sign_ins")
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("state_hash", "text", (column) => column.primaryKey())
      .addColumn("sealed_verifier", "text", (column) => column.notNull())
      .addColumn("redirect_uri", "text", (column) => column.notNull())
      .addColumn("expires_at_ms", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("spotify_mood_playlists")
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("emotion", "text", (column) => column.notNull())
      .addColumn("playlist_id", "text", (column) => column.notNull())
      .addColumn("position", "integer", (column) => column.notNull())
      .addColumn("expires_at_ms", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("spotify_mood_playlists_pk", ["user_id", "emotion", "playlist_id"])
      .execute();
    await db.schema
      .createTable("spotify_saved_playlists")
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("emotion", "text", (column) => column.notNull())
      .addColumn("playlist_id", "text", (column) => column.notNull())
      .addColumn("saved_at_ms", "bigint", (column) => column.notNull())
      .addColumn("expires_at_ms", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("spotify_saved_playlists_pk", ["user_id", "emotion"])
      .execute();
  },
};
