/**
 * What a library of a million tracks needs: a full-text index, genres, lists by key, counts that are kept rather than
 * counted, and a journal of what changed for those who hold the library in memory. What a database has of its own is in
 * library-at-scale/.
 */
import { sql, type Kysely } from "kysely";
import type { Migration, MigrationTools } from "../migration.ts";
import { trackSearchText, trackSortText } from "../search-text.ts";
import { addPostgresSearch, addPostgresTriggers } from "./library-at-scale/postgres.ts";
import { addSqliteSearch, addSqliteTriggers } from "./library-at-scale/sqlite.ts";

export const libraryAtScale: Migration = {
  version: 9,
  name: "library-at-scale",
  async up(db, tools) {
    await addTrackColumns(db);
    await foldAnew(db);
    await createTotals(db);
    await createJournal(db, tools);
    await createIndexes(db);
    if (tools.dialect === "postgres") {
      await addPostgresSearch(db);
      await addPostgresTriggers(db);
    } else {
      await addSqliteSearch(db);
      await addSqliteTriggers(db);
    }
  },
};

type Db = Kysely<unknown>;

async function addTrackColumns(db: Db): Promise<void> {
  await db.schema.alterTable("tracks").addColumn("genre", "text").execute();
  // Which reader of tags was at the file; null: one that read no genres.
  await db.schema.alterTable("tracks").addColumn("tags_version", "integer").execute();
  // Whether the track has features, here so that it need not be looked up to be counted.
  await db.schema
    .alterTable("tracks")
    .addColumn("playable", "smallint", (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update tracks set playable = 1 where id in (select track_id from track_features)`.execute(db);
}

const ROWS_PER_PAGE = 2000;

interface OldTrack {
  id: number;
  title: string;
  artist: string | null;
  album: string | null;
  path: string;
}

/** The folded texts were written by an earlier hand: words apart and sort keys of bounded length are new. */
async function foldAnew(db: Db): Promise<void> {
  for (let afterId = 0; ;) {
    const { rows } = await sql<OldTrack>`
      select id, title, artist, album, path from tracks where id > ${afterId} order by id limit ${ROWS_PER_PAGE}
    `.execute(db);
    for (const row of rows) {
      const search = trackSearchText({ ...row, genre: null });
      await sql`update tracks set search_text = ${search}, sort_text = ${trackSortText(row)} where id = ${row.id}`.execute(
        db,
      );
    }
    if (rows.length < ROWS_PER_PAGE) return;
    afterId = rows.at(-1)?.id ?? afterId;
  }
}

async function createTotals(db: Db): Promise<void> {
  await db.schema
    .createTable("library_totals")
    .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("tracks", "integer", (column) => column.notNull())
    .addColumn("playable", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("library_totals_pk", ["user_id", "source"])
    .execute();
  await sql`
    insert into library_totals (user_id, source, tracks, playable)
    select user_id, source, count(*), sum(playable) from tracks where removed_at_ms is null group by user_id, source
  `.execute(db);
}

async function createJournal(db: Db, { withId }: MigrationTools): Promise<void> {
  await withId(db.schema.createTable("track_changes"))
    .addColumn("user_id", "integer", (column) => column.notNull())
    .addColumn("track_id", "integer", (column) => column.notNull())
    // Where transactions overtake each other, rows are not seen in the order of their ids.
    .addColumn("transaction_id", "bigint", (column) => column.notNull().defaultTo(0))
    .execute();
  // One row at most: what was cut off the journal's beginning.
  await db.schema
    .createTable("track_changes_cut")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("up_to", "bigint", (column) => column.notNull())
    .execute();
}

async function createIndexes(db: Db): Promise<void> {
  await db.schema.dropIndex("tracks_order").execute();
  await sql`create index tracks_listed on tracks (user_id, sort_text, id) where removed_at_ms is null`.execute(db);
  await sql`
    create index tracks_listed_of_source on tracks (user_id, source, sort_text, id) where removed_at_ms is null
  `.execute(db);
  await sql`create index tracks_of_source on tracks (user_id, source, id)`.execute(db);
  await sql`
    create index tracks_title on tracks (user_id, substr(search_text, 1, 64)) where removed_at_ms is null
  `.execute(db);
  await sql`
    create index tracks_with_problem on tracks (user_id, sort_text, id)
    where problem_code is not null and removed_at_ms is null
  `.execute(db);
  await sql`create index track_features_plane on track_features (user_id, valence, arousal, track_id)`.execute(db);
}
