/** The mood that a track was heard in, kept with the play, and what the listener had the learner forget. */
import { sql } from "kysely";
import type { Migration } from "../migration.ts";

export const learning: Migration = {
  version: 10,
  name: "learning",
  async up(db) {
    await db.schema.alterTable("plays").addColumn("mood_valence", "double precision").execute();
    await db.schema.alterTable("plays").addColumn("mood_arousal", "double precision").execute();
    // Lists are remade and go; what they were asked for until now is the mood their plays were heard in.
    await sql`
      UPDATE plays SET
        mood_valence = (SELECT valence FROM playlists WHERE playlists.id = plays.playlist_id),
        mood_arousal = (SELECT arousal FROM playlists WHERE playlists.id = plays.playlist_id)
      WHERE playlist_id IS NOT NULL`.execute(db);
    await db.schema.createIndex("plays_time").on("plays").columns(["user_id", "started_at_ms"]).execute();
    await db.schema.createIndex("feedback_time").on("feedback").columns(["user_id", "given_at_ms"]).execute();
    await db.schema
      .createTable("learning_forgotten")
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      // "all", "artist" or "cue", and for the last two which one.
      .addColumn("subject", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("forgotten_at_ms", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("learning_forgotten_pk", ["user_id", "subject", "name"])
      .execute();
  },
};
