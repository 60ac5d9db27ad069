/**
 * PostgreSQL's trigram index over the tracks, and its triggers for counts and journal: once a statement, since a count
 * that is raised row by row makes a version of its row each time.
 */
import { sql, type Kysely } from "kysely";

type Db = Kysely<unknown>;

/** Without the extension, or the right to bring it, search is as right and reads the whole library. */
export async function addPostgresSearch(db: Db): Promise<void> {
  await run(
    db,
    `do $$ begin
      create extension if not exists pg_trgm;
    exception when insufficient_privilege or undefined_file or feature_not_supported then
      raise notice 'pg_trgm is not available: searching will be slow';
    end $$`,
    `do $$ begin
      if exists (select from pg_extension where extname = 'pg_trgm') then
        create index tracks_search on tracks using gin (search_text gin_trgm_ops);
      end if;
    end $$`,
    // SQLite walks features by their key; here many listeners share the table.
    `create index track_features_of_user on track_features (user_id, track_id)`,
    `alter table track_changes alter column transaction_id set default (pg_current_xact_id()::text::bigint)`,
    `create index track_changes_transaction on track_changes (user_id, transaction_id)`,
  );
}

export async function addPostgresTriggers(db: Db): Promise<void> {
  await run(db, ...PLAYABLE, ...TOTALS, ...JOURNAL);
}

const PLAYABLE = [
  `create function set_playable() returns trigger language plpgsql as $$ begin
    if tg_op = 'INSERT' then
      update tracks set playable = 1 where playable = 0 and id in (select track_id from changed);
    else
      update tracks set playable = 0 where playable = 1 and id in (select track_id from changed);
    end if;
    return null;
  end $$`,
  `create trigger track_features_insert_playable after insert on track_features
    referencing new table as changed for each statement execute function set_playable()`,
  `create trigger track_features_delete_playable after delete on track_features
    referencing old table as changed for each statement execute function set_playable()`,
];

const COUNTED = `count(*) as tracks, sum(playable) as playable`;
const ADD = `insert into library_totals as kept (user_id, source, tracks, playable)`;
const ONTO = `on conflict (user_id, source) do update set
  tracks = kept.tracks + excluded.tracks, playable = kept.playable + excluded.playable`;

const TOTALS = [
  `create function count_tracks() returns trigger language plpgsql as $$ begin
    if tg_op = 'INSERT' then
      ${ADD} select user_id, source, ${COUNTED} from after_change
        where removed_at_ms is null group by user_id, source ${ONTO};
    elsif tg_op = 'DELETE' then
      ${ADD} select user_id, source, -count(*), -sum(playable) from before_change
        where removed_at_ms is null group by user_id, source ${ONTO};
    else
      ${ADD} select user_id, source, sum(tracks), sum(playable) from (
          select b.user_id, b.source, -1 as tracks, -b.playable as playable
            from before_change b join after_change a using (id)
            where b.removed_at_ms is null and ${differs("b", "a")}
          union all
          select a.user_id, a.source, 1, a.playable
            from before_change b join after_change a using (id)
            where a.removed_at_ms is null and ${differs("b", "a")}
        ) as moved group by user_id, source
        having sum(tracks) <> 0 or sum(playable) <> 0 ${ONTO};
    end if;
    return null;
  end $$`,
  `create trigger tracks_insert_totals after insert on tracks
    referencing new table as after_change for each statement execute function count_tracks()`,
  `create trigger tracks_delete_totals after delete on tracks
    referencing old table as before_change for each statement execute function count_tracks()`,
  `create trigger tracks_update_totals after update on tracks
    referencing old table as before_change new table as after_change
    for each statement execute function count_tracks()`,
];

function differs(before: string, after: string): string {
  return `${counted(before)} is distinct from ${counted(after)}`;
}

function counted(row: string): string {
  return `(${row}.user_id, ${row}.source, ${row}.playable, ${row}.removed_at_ms is null)`;
}

function chosenBy(row: string): string {
  return `(${row}.artist, ${row}.album, ${row}.genre, ${row}.duration_ms, ${row}.liked, ${row}.removed_at_ms, ${row}.playable)`;
}

/** Whatever a playlist's choice may rest on. Features that come or go change `playable`. */
const JOURNAL = [
  `create function note_track_updates() returns trigger language plpgsql as $$ begin
    insert into track_changes (user_id, track_id)
      select a.user_id, a.id from before_change b join after_change a using (id)
      where (b.playable = 1 or a.playable = 1) and ${chosenBy("b")} is distinct from ${chosenBy("a")};
    return null;
  end $$`,
  `create trigger tracks_update_journal after update on tracks
    referencing old table as before_change new table as after_change
    for each statement execute function note_track_updates()`,
  `create function note_deleted_tracks() returns trigger language plpgsql as $$ begin
    insert into track_changes (user_id, track_id) select user_id, id from changed where playable = 1;
    return null;
  end $$`,
  `create trigger tracks_delete_journal after delete on tracks
    referencing old table as changed for each statement execute function note_deleted_tracks()`,
  `create function note_changes() returns trigger language plpgsql as $$ begin
    insert into track_changes (user_id, track_id) select user_id, track_id from changed;
    return null;
  end $$`,
  ...[
    ["track_features", "update", "new"],
    ["feedback", "insert", "new"],
    ["feedback", "delete", "old"],
    ["plays", "insert", "new"],
    ["plays", "update", "new"],
  ].map(
    ([table, change, rows]) => `create trigger ${table}_${change}_journal after ${change} on ${table}
      referencing ${rows} table as changed for each statement execute function note_changes()`,
  ),
];

async function run(db: Db, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
