/**
 * What the library is known by beyond its tags: fingerprints of the sound and the keys that find them, which tracks are
 * copies of one recording, groups of like tracks and their places on a map, and how far that work has come.
 */
import { sql, type CreateTableBuilder, type Kysely } from "kysely";
import type { Migration, MigrationTools } from "../migration.ts";

export const duplicatesAndCharacter: Migration = {
  version: 12,
  name: "duplicates-and-character",
  async up(db, tools) {
    await createFingerprints(db, tools);
    await createCopies(db);
    await createCharacter(db, tools);
    await createStages(db);
  },
};

type Db = Kysely<unknown>;

/** A table of which one row belongs to each track, and goes with it. */
function ofTrack(db: Db, name: string): CreateTableBuilder<string, "track_id" | "user_id"> {
  return db.schema
    .createTable(name)
    .addColumn("track_id", "integer", (column) => column.primaryKey().references("tracks.id").onDelete("cascade"))
    .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"));
}

async function createFingerprints(db: Db, { dialect }: MigrationTools): Promise<void> {
  const binary = dialect === "postgres" ? sql`bytea` : sql`blob`;
  await ofTrack(db, "track_fingerprints")
    .addColumn("version", "integer", (column) => column.notNull())
    // Of lengths: see core/library/fingerprint-keys.
    .addColumn("bucket", "integer", (column) => column.notNull())
    // 32-bit words, little endian.
    .addColumn("words", binary, (column) => column.notNull())
    .execute();
  const keys = db.schema
    .createTable("fingerprint_keys")
    .addColumn("key", "integer", (column) => column.notNull())
    // No foreign key: it would ask for a second index over the largest table. A search drops what it finds dangling.
    .addColumn("track_id", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("fingerprint_keys_pk", ["key", "track_id"]);
  // The key is the row: without this SQLite would keep the same twice.
  await (dialect === "sqlite" ? keys.modifyEnd(sql`without rowid`) : keys).execute();
}

async function createCopies(db: Db): Promise<void> {
  await ofTrack(db, "track_identities")
    .addColumn("version", "integer", (column) => column.notNull())
    // Null where artist or title is not known.
    .addColumn("recording_key", "text")
    // Whether its copies were looked for since name and sound are what they are.
    .addColumn("is_compared", "smallint", (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex("track_identities_key")
    .on("track_identities")
    .columns(["user_id", "recording_key"])
    .execute();
  await sql`create index track_identities_open on track_identities (user_id, track_id) where is_compared = 0`.execute(
    db,
  );
  for (const [table, more] of [
    ["copy_pairs", true],
    ["not_same_pairs", false],
  ] as const) {
    const pairs = db.schema
      .createTable(table)
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      // The lower id first.
      .addColumn("track_a", "integer", (column) => column.notNull().references("tracks.id").onDelete("cascade"))
      .addColumn("track_b", "integer", (column) => column.notNull().references("tracks.id").onDelete("cascade"))
      .addPrimaryKeyConstraint(`${table}_pk`, ["track_a", "track_b"]);
    await (
      more
        ? pairs.addColumn("evidence", "text", (column) => column.notNull()).addColumn("similarity", "double precision")
        : pairs.addColumn("said_at_ms", "bigint", (column) => column.notNull())
    ).execute();
    await db.schema.createIndex(`${table}_b`).on(table).column("track_b").execute();
  }
  await ofTrack(db, "track_copies")
    .addColumn("group_id", "integer", (column) => column.notNull())
    .addColumn("is_preferred", "smallint", (column) => column.notNull())
    .addColumn("evidence", "text", (column) => column.notNull())
    .addColumn("similarity", "double precision")
    .execute();
  await db.schema.createIndex("track_copies_group").on("track_copies").columns(["user_id", "group_id"]).execute();
}

async function createCharacter(db: Db, { withId }: MigrationTools): Promise<void> {
  await withId(db.schema.createTable("character_models"))
    .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
    // `placing` while tracks are being placed, `current` when all are, `former` until its places are deleted.
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("fitted_at_ms", "bigint", (column) => column.notNull())
    // How many tracks there were to fit, and how many came, changed or went since.
    .addColumn("fitted_tracks", "integer", (column) => column.notNull())
    .addColumn("changed_tracks", "integer", (column) => column.notNull())
    // While placing: up to which track all are placed.
    .addColumn("placed_up_to", "integer", (column) => column.notNull())
    .addColumn("model", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("character_models_user").on("character_models").columns(["user_id", "state"]).execute();
  await db.schema
    .createTable("character_clusters")
    .addColumn("model_id", "integer", (column) =>
      column.notNull().references("character_models.id").onDelete("cascade"),
    )
    .addColumn("cluster_id", "integer", (column) => column.notNull())
    .addColumn("track_count", "integer", (column) => column.notNull())
    // Sums over its tracks, so that one more or less need not read them all.
    .addColumn("valence_sum", "double precision", (column) => column.notNull())
    .addColumn("arousal_sum", "double precision", (column) => column.notNull())
    .addPrimaryKeyConstraint("character_clusters_pk", ["model_id", "cluster_id"])
    .execute();
  await db.schema
    .createTable("track_places")
    .addColumn("model_id", "integer", (column) =>
      column.notNull().references("character_models.id").onDelete("cascade"),
    )
    .addColumn("track_id", "integer", (column) => column.notNull().references("tracks.id").onDelete("cascade"))
    .addColumn("cluster_id", "integer", (column) => column.notNull())
    .addColumn("x", "double precision", (column) => column.notNull())
    .addColumn("y", "double precision", (column) => column.notNull())
    .addColumn("distance", "double precision", (column) => column.notNull())
    .addColumn("valence", "double precision", (column) => column.notNull())
    .addColumn("arousal", "double precision", (column) => column.notNull())
    // A fixed draw per track: the first so many in its order are an even sample.
    .addColumn("draw", "integer", (column) => column.notNull())
    .addColumn("analysed_at_ms", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("track_places_pk", ["track_id", "model_id"])
    .execute();
  for (const [name, columns] of [
    ["track_places_cluster", ["model_id", "cluster_id", "distance", "track_id"]],
    ["track_places_draw", ["model_id", "draw"]],
    ["track_places_x", ["model_id", "x", "track_id"]],
  ] as const) {
    await db.schema
      .createIndex(name)
      .on("track_places")
      .columns([...columns])
      .execute();
  }
}

async function createStages(db: Db): Promise<void> {
  await db.schema
    .createTable("library_stages")
    .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("stage", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("done", "integer", (column) => column.notNull())
    .addColumn("started_at_ms", "bigint", (column) => column.notNull())
    .addColumn("finished_at_ms", "bigint")
    .addColumn("problem", "text")
    .addPrimaryKeyConstraint("library_stages_pk", ["user_id", "stage"])
    .execute();
}
