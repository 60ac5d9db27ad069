/** Listens that come from other programs, and songs that imported playlists name and the library lacks. */
import { sql } from "kysely";
import type { Migration } from "../migration.ts";

export const exchange: Migration = {
  version: 13,
  name: "exchange",
  async up(db) {
    await db.schema
      .alterTable("plays")
      .addColumn("origin", "text", (column) => column.notNull().defaultTo("moodsync"))
      .execute();
    // A file that is imported twice, or half and then whole, adds nothing twice. The app's own plays may start together.
    await db.schema
      .createIndex("plays_imported_once")
      .unique()
      .on("plays")
      .columns(["user_id", "track_id", "started_at_ms"])
      .where(sql<boolean>`origin <> 'moodsync'`)
      .execute();
    await db.schema
      .createTable("playlist_missing")
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("playlist_id", "integer", (column) => column.notNull().references("playlists.id").onDelete("cascade"))
      .addColumn("position", "integer", (column) => column.notNull())
      .addColumn("artist", "text")
      .addColumn("title", "text")
      .addColumn("album", "text")
      .addColumn("location", "text")
      .addColumn("duration_ms", "bigint")
      .addPrimaryKeyConstraint("playlist_missing_pk", ["playlist_id", "position"])
      .execute();
  },
};
