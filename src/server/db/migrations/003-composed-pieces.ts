/**
 * Composed pieces, playlists that renew themselves, and who is at work on something in the background. Features that
 * only the sound can tell may be missing from now on: of a composed or a distant track they are not measured.
 */
import { sql, type Kysely } from "kysely";
import type { Migration } from "../migration.ts";

export const composedPieces: Migration = {
  version: 3,
  name: "composed-pieces",
  async up(db) {
    await createPieces(db);
    await createStandingPlaylists(db);
    await createLeases(db);
    await loosenFeatures(db);
  },
};

async function createPieces(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("pieces")
    .addColumn("track_id", "integer", (column) => column.primaryKey().references("tracks.id").onDelete("cascade"))
    .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("origin", "text", (column) => column.notNull())
    .addColumn("emotion", "text")
    .addColumn("valence", "double precision", (column) => column.notNull())
    .addColumn("arousal", "double precision", (column) => column.notNull())
    .addColumn("seed", "bigint", (column) => column.notNull())
    .addColumn("bars", "integer", (column) => column.notNull())
    .addColumn("note_count", "integer", (column) => column.notNull())
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    // Last, so that lists need not read past it.
    .addColumn("score", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("pieces_order").on("pieces").columns(["user_id", "created_at_ms"]).execute();
}

async function createStandingPlaylists(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("standing_playlists")
    .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("emotion", "text", (column) => column.notNull())
    .addColumn("playlist_id", "integer", (column) => column.references("playlists.id").onDelete("set null"))
    .addColumn("valence", "double precision", (column) => column.notNull())
    .addColumn("arousal", "double precision", (column) => column.notNull())
    .addColumn("cause", "text", (column) => column.notNull())
    .addColumn("renewed_at_ms", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("standing_playlists_pk", ["user_id", "emotion"])
    .execute();
  await db.schema.createIndex("standing_playlists_list").on("standing_playlists").column("playlist_id").execute();
}

async function createLeases(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("leases")
    .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("owner_pid", "integer", (column) => column.notNull())
    .addColumn("heartbeat_at_ms", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("leases_pk", ["user_id", "name"])
    .execute();
}

/** SQLite cannot take NOT NULL back, so the table is made anew; nothing refers to it. */
async function loosenFeatures(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("loose_features")
    .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("track_id", "integer", (column) => column.primaryKey().references("tracks.id").onDelete("cascade"))
    .addColumn("analyser_version", "integer", (column) => column.notNull())
    .addColumn("tempo_bpm", "double precision")
    .addColumn("tonic", "smallint")
    .addColumn("mode", "text")
    .addColumn("loudness_lufs", "double precision")
    .addColumn("dynamic_range_db", "double precision")
    .addColumn("brightness_hz", "double precision")
    .addColumn("onsets_per_second", "double precision")
    .addColumn("valence", "double precision", (column) => column.notNull())
    .addColumn("arousal", "double precision", (column) => column.notNull())
    .addColumn("analysed_at_ms", "bigint", (column) => column.notNull())
    .execute();
  const columns = sql.raw(
    "user_id, track_id, analyser_version, tempo_bpm, tonic, mode, loudness_lufs, dynamic_range_db, brightness_hz, " +
      "onsets_per_second, valence, arousal, analysed_at_ms",
  );
  await sql`INSERT INTO loose_features (${columns}) SELECT ${columns} FROM track_features`.execute(db);
  await db.schema.dropTable("track_features").execute();
  await db.schema.alterTable("loose_features").renameTo("track_features").execute();
}
