/**
 * Playlists that move over the plane, and playlists that are kept: the mood by one of twelve names, the path, a name, a
 * version for edits, which waypoint a track was chosen for. A track put in by hand has neither waypoint nor distance.
 */
import { sql, type Kysely } from "kysely";
import type { Migration } from "../migration.ts";

export const journeysAndKeptPlaylists: Migration = {
  version: 11,
  name: "journeys-and-kept-playlists",
  async up(db) {
    await widenPlaylists(db);
    await loosenEntries(db);
  },
};

async function widenPlaylists(db: Kysely<unknown>): Promise<void> {
  const add = () => db.schema.alterTable("playlists");
  await add().addColumn("mood", "text").execute();
  await add().addColumn("name", "text").execute();
  await add().addColumn("sort_name", "text").execute();
  await add()
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .execute();
  await add()
    .addColumn("changed_at_ms", "bigint", (column) => column.notNull().defaultTo(0))
    .execute();
  await add().addColumn("journey_kind", "text").execute();
  await add().addColumn("journey_path", "text").execute();
  await add().addColumn("journey_radius", "double precision").execute();
  await sql`UPDATE playlists SET mood = emotion, changed_at_ms = created_at_ms, journey_kind = 'match'`.execute(db);
  // Names of saved lists stand here, null for all others.
  await db.schema.createIndex("playlists_saved").on("playlists").columns(["user_id", "sort_name"]).execute();
  await db.schema.createIndex("playlists_age").on("playlists").columns(["user_id", "created_at_ms"]).execute();
}

/** SQLite cannot take NOT NULL back, so the table is made anew; nothing refers to it. */
async function loosenEntries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("loose_entries")
    .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("playlist_id", "integer", (column) => column.notNull().references("playlists.id").onDelete("cascade"))
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("track_id", "integer", (column) => column.notNull().references("tracks.id").onDelete("cascade"))
    .addColumn("distance", "double precision")
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("waypoint", "integer")
    .addPrimaryKeyConstraint("playlist_entries_place", ["playlist_id", "position"])
    .execute();
  const columns = sql.raw("user_id, playlist_id, position, track_id, distance, reason");
  await sql`INSERT INTO loose_entries (${columns}, waypoint) SELECT ${columns}, 0 FROM playlist_entries`.execute(db);
  await db.schema.dropTable("playlist_entries").execute();
  await db.schema.alterTable("loose_entries").renameTo("playlist_entries").execute();
  await db.schema.createIndex("playlist_entries_track").on("playlist_entries").column("track_id").execute();
}
