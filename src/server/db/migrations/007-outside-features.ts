/** Guesses at the mood of tracks whose sound was not measured here, one a track, with where it comes from and its end. */
import type { Migration } from "../migration.ts";

export const outsideFeatures: Migration = {
  version: 7,
  name: "outside-features",
  async up(db) {
    await db.schema
      .createTable("track_estimates")
      .addColumn("track_id", "integer", (column) => column.primaryKey().references("tracks.id").onDelete("cascade"))
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("origin", "text", (column) => column.notNull())
      .addColumn("valence", "double precision", (column) => column.notNull())
      .addColumn("arousal", "double precision", (column) => column.notNull())
      .addColumn("tempo_bpm", "double precision")
      .addColumn("estimated_at_ms", "bigint", (column) => column.notNull())
      // Null for what the music's own tags say.
      .addColumn("expires_at_ms", "bigint")
      .execute();
    await db.schema
      .createIndex("track_estimates_origin")
      .on("track_estimates")
      .columns(["user_id", "origin"])
      .execute();
  },
};
