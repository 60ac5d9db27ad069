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
