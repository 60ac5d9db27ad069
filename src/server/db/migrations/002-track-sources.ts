/** Tracks of several sources: each names its own, and a location is unique within its source alone. */
import { sql, type Kysely } from "kysely";
import type { Migration } from "../migration.ts";

export const trackSources: Migration = {
  version: 2,
  name: "track-sources",
  async up(db, { withId, dialect }) {
    if (dialect === "postgres") return await addSource(db);
    // SQLite cannot drop the former unique constraint: the table is made anew and takes the old one's place. The
    // migrator has foreign keys switched off meanwhile and checks them at the end. No row was ever deleted, so the
    // highest id carries the row counter over.
    await withId(db.schema.createTable("tracks_with_source"))
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("source", "text", (column) => column.notNull().defaultTo("local"))
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
      .addUniqueConstraint("tracks_location_unique", ["user_id", "source", "path"])
      .execute();
    const kept = sql.raw(KEPT_COLUMNS.join(", "));
    await sql`INSERT INTO tracks_with_source (${kept}) SELECT ${kept} FROM tracks ORDER BY id`.execute(db);
    await db.schema.dropTable("tracks").execute();
    await db.schema.alterTable("tracks_with_source").renameTo("tracks").execute();
    await db.schema
      .createIndex("tracks_order")
      .on("tracks")
      .columns(["user_id", "removed_at_ms", "sort_text"])
      .execute();
  },
};

/** What can change a table where it stands; others refer to it, and go on doing so. */
async function addSource(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("tracks")
    .addColumn("source", "text", (column) => column.notNull().defaultTo("local"))
    .execute();
  await db.schema.alterTable("tracks").dropConstraint("tracks_path_unique").execute();
  await db.schema
    .alterTable("tracks")
    .addUniqueConstraint("tracks_location_unique", ["user_id", "source", "path"])
    .execute();
}

const KEPT_COLUMNS = [
  "id",
  "user_id",
  "path",
  "size_bytes",
  "modified_at_ms",
  "title",
  "artist",
  "album",
  "duration_ms",
  "mime_type",
  "has_cover",
  "search_text",
  "sort_text",
  "liked",
  "checked_version",
  "problem_code",
  "problem_message",
  "added_at_ms",
  "removed_at_ms",
];
