/** SQLite's full-text index over the tracks, and its triggers for counts and journal: one statement a change. */
import { sql, type Kysely } from "kysely";

type Db = Kysely<unknown>;

/** FTS5 without a copy of the text; positions are kept, so that a part of a word is one phrase of trigrams. */
export async function addSqliteSearch(db: Db): Promise<void> {
  await run(
    db,
    `create virtual table tracks_search using fts5(
      search_text, content='tracks', content_rowid='id', tokenize='trigram case_sensitive 1', columnsize=0
    )`,
    `insert into tracks_search (rowid, search_text) select id, search_text from tracks`,
    `create trigger tracks_search_insert after insert on tracks begin
      insert into tracks_search (rowid, search_text) values (new.id, new.search_text);
    end`,
    `create trigger tracks_search_delete after delete on tracks begin
      insert into tracks_search (tracks_search, rowid, search_text) values ('delete', old.id, old.search_text);
    end`,
    `create trigger tracks_search_update after update of search_text on tracks
      when old.search_text <> new.search_text
    begin
      insert into tracks_search (tracks_search, rowid, search_text) values ('delete', old.id, old.search_text);
      insert into tracks_search (rowid, search_text) values (new.id, new.search_text);
    end`,
  );
}

/**
 * What SQLite is to think of the indexes, for it takes a question for one listener's tracks to give ten of them when it
 * knows nothing, and then reads them all to find a few by their ids. Rows in all, then rows for each value of the first
 * column, of the first two ... (sqlite.org/fileformat2.html, sqlite_stat1). Said once and not measured, so that a plan does
 * not change with the library.
 */
const STATISTICS: readonly [table: string, index: string, rows: string][] = [
  ["tracks", "sqlite_autoindex_tracks_1", "1000000 1000000 500000 1"],
  ["tracks", "tracks_listed", "1000000 1000000 2 1"],
  ["tracks", "tracks_listed_of_source", "1000000 1000000 500000 2 1"],
  ["tracks", "tracks_title", "1000000 1000000 3"],
  ["tracks", "tracks_with_problem", "1000 1000 2 1"],
  ["track_features", "track_features_plane", "1000000 1000000 50 2 1"],
  ["track_estimates", "track_estimates_origin", "1000000 1000000 500000"],
  ["subsonic_songs", "subsonic_songs_seen", "1000000 1000000 500000"],
];

export async function addSqliteStatistics(db: Db): Promise<void> {
  // Makes the table of statistics, and at the end has it read.
  await sql`analyze sqlite_schema`.execute(db);
  for (const [table, index, rows] of STATISTICS) {
    await sql`delete from sqlite_stat1 where tbl = ${table} and idx = ${index}`.execute(db);
    await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${table}, ${index}, ${rows})`.execute(db);
  }
  await sql`analyze sqlite_schema`.execute(db);
}

export async function addSqliteTriggers(db: Db): Promise<void> {
  await run(db, ...PLAYABLE, ...TOTALS, ...JOURNAL);
}

const PLAYABLE = [
  `create trigger track_features_insert_playable after insert on track_features begin
    update tracks set playable = 1 where id = new.track_id and playable = 0;
  end`,
  `create trigger track_features_delete_playable after delete on track_features begin
    update tracks set playable = 0 where id = old.track_id and playable = 1;
  end`,
];

/** Adds `sign` times what a row of `tracks` counts for. */
function count(row: "new" | "old", sign: "+" | "-"): string {
  return `
    insert into library_totals (user_id, source, tracks, playable)
    select ${row}.user_id, ${row}.source, ${sign}1, ${sign}${row}.playable where ${row}.removed_at_ms is null
    on conflict (user_id, source) do update set
      tracks = tracks + excluded.tracks, playable = playable + excluded.playable;`;
}

const TOTALS = [
  `create trigger tracks_insert_totals after insert on tracks begin ${count("new", "+")} end`,
  `create trigger tracks_delete_totals after delete on tracks begin ${count("old", "-")} end`,
  `create trigger tracks_update_totals after update of user_id, source, removed_at_ms, playable on tracks
    when (old.removed_at_ms is null) <> (new.removed_at_ms is null) or old.playable <> new.playable
      or old.user_id <> new.user_id or old.source <> new.source
  begin ${count("old", "-")} ${count("new", "+")} end`,
];

function note(row: "new" | "old", trackId: string): string {
  return `insert into track_changes (user_id, track_id) values (${row}.user_id, ${row}.${trackId});`;
}

/** Whatever a playlist's choice may rest on. Features that come or go change `playable`. */
const CHOSEN_BY = ["artist", "album", "genre", "duration_ms", "liked", "removed_at_ms", "playable"];

const JOURNAL = [
  `create trigger tracks_update_journal
    after update of ${CHOSEN_BY.join(", ")} on tracks
    when (old.playable = 1 or new.playable = 1)
      and (${CHOSEN_BY.map((column) => `old.${column} is not new.${column}`).join(" or ")})
  begin ${note("new", "id")} end`,
  `create trigger tracks_delete_journal after delete on tracks when old.playable = 1 begin ${note("old", "id")} end`,
  `create trigger track_features_update_journal after update on track_features begin ${note("new", "track_id")} end`,
  `create trigger feedback_insert_journal after insert on feedback begin ${note("new", "track_id")} end`,
  `create trigger feedback_delete_journal after delete on feedback begin ${note("old", "track_id")} end`,
  `create trigger plays_insert_journal after insert on plays begin ${note("new", "track_id")} end`,
  `create trigger plays_update_journal after update of started_at_ms, played_ms on plays begin
    ${note("new", "track_id")}
  end`,
];

async function run(db: Db, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
