/** The first schema: the listener, the library, playlists, what was heard and said, moods read, scans. */
import type { CreateTableBuilder, Kysely } from "kysely";
import type { Migration, MigrationTools } from "../migration.ts";

export const listenerLibraryAndListening: Migration = {
  version: 1,
  name: "listener-library-and-listening",
  async up(db, tools) {
    await createListener(db, tools);
    await createLibrary(db, tools);
    await createPlaylists(db, tools);
    await createListening(db, tools);
    await createScans(db, tools);
  },
};

type Db = Kysely<unknown>;

function owned<Table extends string, Columns extends string>(
  table: CreateTableBuilder<Table, Columns>,
): CreateTableBuilder<Table, Columns | "user_id"> {
  return table.addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"));
}

async function createListener(db: Db, { withId }: MigrationTools): Promise<void> {
  await withId(db.schema.createTable("users"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .execute();
  await owned(db.schema.createTable("settings"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("settings_pk", ["user_id", "name"])
    .execute();
}

async function createLibrary(db: Db, { withId }: MigrationTools): Promise<void> {
  await owned(withId(db.schema.createTable("tracks")))
    .addColumn("path", "text", (column) => column.notNull())
    .addColumn("size_bytes", "bigint", (column) => column.notNull())
    .addColumn("modified_at_ms", "bigint", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("artist", "text")
    .addColumn("album", "text")
    .addColumn("duration_ms", "integer")
    .addColumn("mime_type", "text", (column) => column.notNull())
    .addColumn("has_cover", "smallint", (column) => column.notNull())
    .addColumn("search_text", "text", (column) => column.notNull())
    .addColumn("sort_text", "text", (column) => column.notNull())
    .addColumn("liked", "smallint", (column) => column.notNull().defaultTo(0))
    .addColumn("checked_version", "integer")
    .addColumn("problem_code", "text")
    .addColumn("problem_message", "text")
    .addColumn("added_at_ms", "bigint", (column) => column.notNull())
    .addColumn("removed_at_ms", "bigint")
    .addUniqueConstraint("tracks_path_unique", ["user_id", "path"])
    .execute();
  await db.schema.createIndex("tracks_order").on("tracks").columns(["user_id", "removed_at_ms", "sort_text"]).execute();
  await owned(db.schema.createTable("track_features"))
    .addColumn("track_id", "integer", (column) => column.primaryKey().references("tracks.id").onDelete("cascade"))
    .addColumn("analyser_version", "integer", (column) => column.notNull())
    .addColumn("tempo_bpm", "double precision")
    .addColumn("tonic", "smallint")
    .addColumn("mode", "text")
    .addColumn("loudness_lufs", "double precision", (column) => column.notNull())
    .addColumn("dynamic_range_db", "double precision", (column) => column.notNull())
    .addColumn("brightness_hz", "double precision", (column) => column.notNull())
    .addColumn("onsets_per_second", "double precision", (column) => column.notNull())
    .addColumn("valence", "double precision", (column) => column.notNull())
    .addColumn("arousal", "double precision", (column) => column.notNull())
    .addColumn("analysed_at_ms", "bigint", (column) => column.notNull())
    .execute();
}

async function createPlaylists(db: Db, { withId }: MigrationTools): Promise<void> {
  await owned(withId(db.schema.createTable("playlists")))
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .addColumn("emotion", "text")
    .addColumn("valence", "double precision", (column) => column.notNull())
    .addColumn("arousal", "double precision", (column) => column.notNull())
    .addColumn("note", "text")
    .execute();
  await owned(db.schema.createTable("playlist_entries"))
    .addColumn("playlist_id", "integer", (column) => column.notNull().references("playlists.id").onDelete("cascade"))
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("track_id", "integer", (column) => column.notNull().references("tracks.id").onDelete("cascade"))
    .addColumn("distance", "double precision", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("playlist_entries_pk", ["playlist_id", "position"])
    .execute();
  await db.schema.createIndex("playlist_entries_track").on("playlist_entries").column("track_id").execute();
}

async function createListening(db: Db, { withId }: MigrationTools): Promise<void> {
  await owned(withId(db.schema.createTable("plays")))
    .addColumn("track_id", "integer", (column) => column.notNull().references("tracks.id").onDelete("cascade"))
    .addColumn("playlist_id", "integer", (column) => column.references("playlists.id").onDelete("set null"))
    .addColumn("started_at_ms", "bigint", (column) => column.notNull())
    .addColumn("played_ms", "bigint", (column) => column.notNull())
    .addColumn("end_reason", "text")
    .execute();
  await db.schema.createIndex("plays_track").on("plays").columns(["track_id", "started_at_ms"]).execute();
  await db.schema.createIndex("plays_playlist").on("plays").column("playlist_id").execute();
  await owned(withId(db.schema.createTable("feedback")))
    .addColumn("track_id", "integer", (column) => column.notNull().references("tracks.id").onDelete("cascade"))
    .addColumn("playlist_id", "integer", (column) => column.references("playlists.id").onDelete("set null"))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("given_at_ms", "bigint", (column) => column.notNull())
    .addColumn("target_valence", "double precision")
    .addColumn("target_arousal", "double precision")
    .execute();
  await db.schema.createIndex("feedback_track").on("feedback").columns(["track_id", "given_at_ms"]).execute();
  await db.schema.createIndex("feedback_playlist").on("feedback").column("playlist_id").execute();
  await owned(withId(db.schema.createTable("mood_readings")))
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("emotion", "text")
    .addColumn("valence", "double precision", (column) => column.notNull())
    .addColumn("arousal", "double precision", (column) => column.notNull())
    .addColumn("confidence", "double precision", (column) => column.notNull())
    .addColumn("face_count", "integer", (column) => column.notNull())
    .addColumn("read_at_ms", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("mood_readings_time").on("mood_readings").columns(["user_id", "read_at_ms"]).execute();
}

async function createScans(db: Db, { withId }: MigrationTools): Promise<void> {
  const whole = ["total", "done", "analysed", "unchanged", "removed", "failed"] as const;
  let scans = owned(withId(db.schema.createTable("scans")))
    .addColumn("folder", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("started_at_ms", "bigint", (column) => column.notNull())
    .addColumn("finished_at_ms", "bigint")
    .addColumn("problem_code", "text")
    .addColumn("problem_message", "text")
    .addColumn("owner_pid", "integer", (column) => column.notNull())
    .addColumn("heartbeat_at_ms", "bigint", (column) => column.notNull());
  for (const name of whole) scans = scans.addColumn(name, "integer", (column) => column.notNull());
  await scans.execute();
}
