/**
 * Copies everything from an SQLite file to an empty PostgreSQL database: all tables that hold anything of the listener's,
 * all rows, ids included, in one transaction and from one state of the file. Who may call it, and what is said meanwhile, is left to the caller.
 */
import { sql, type Kysely } from "kysely";
import { MoodSyncError } from "../../core/errors.ts";
import type { OpenDatabase } from "./open-database.ts";

export interface CopiedTable {
  table: string;
  rows: number;
}

export interface CopyOptions {
  /** Called after each table. */
  onTable?: (copied: CopiedTable) => void;
}

type AnyDb = Kysely<Record<string, Record<string, unknown>>>;

/** PostgreSQL takes 65535 parameters a statement. */
const MOST_PARAMETERS = 30_000;
const MOST_ROWS = 500;

/**
 * @param from a database in a file, at the newest schema
 * @param to a migrated PostgreSQL database without anybody's data
 * @throws MoodSyncError `storage.not-empty`, `storage.copy-differs`; then nothing was copied
 */
export async function copyDatabase(
  from: OpenDatabase,
  to: OpenDatabase,
  { onTable = () => undefined }: CopyOptions = {},
): Promise<CopiedTable[]> {
  if (from.dialect !== "sqlite" || to.dialect !== "postgres") {
    throw new TypeError("a database is copied from a file to PostgreSQL alone");
  }
  const copied: CopiedTable[] = [];
  // Inside a transaction the file is as it was at its beginning, whoever else writes.
  await from.db.transaction().execute(async (source) => {
    await to.db.transaction().execute(async (target) => {
      const [reading, writing] = [asUntyped(source), asUntyped(target)];
      await sql`set local statement_timeout = 0`.execute(writing);
      const tables = await tablesInOrder(writing);
      await refuseData(writing, tables);
      // What triggers would count and note is in the tables that are copied.
      for (const table of tables) await sql`alter table ${sql.table(table)} disable trigger user`.execute(writing);
      for (const table of tables.toReversed()) await sql`delete from ${sql.table(table)}`.execute(writing);
      for (const table of tables) {
        const rows = await copyTable(table, reading, writing);
        copied.push({ table, rows });
        onTable({ table, rows });
      }
      for (const table of tables) await sql`alter table ${sql.table(table)} enable trigger user`.execute(writing);
      await continueIds(writing);
      await compareCounts(copied, writing);
    });
  });
  return copied;
}

function asUntyped<T>(db: Kysely<T>): AnyDb {
  // The tables are known by name alone here.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return db as unknown as AnyDb;
}

/** The migrations' log, who is at work at the moment, and the journal by which running processes follow each other. */
const NOT_COPIED: readonly string[] = ["schema_migrations", "leases", "track_changes", "track_changes_cut"];

/** All tables that are copied, each after those that it refers to. */
async function tablesInOrder(db: AnyDb): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema()
    and tablename not in (${sql.join(NOT_COPIED)}) order by tablename`.execute(db);
  const { rows: references } = await sql<{ name: string; refers_to: string }>`
    select own.relname as name, other.relname as refers_to from pg_constraint
    join pg_class own on own.oid = conrelid join pg_class other on other.oid = confrelid
    where contype = 'f' and own.relnamespace = current_schema()::regnamespace and own.oid <> other.oid`.execute(db);
  const ordered: string[] = [];
  const waiting = new Set(tables.map(({ name }) => name));
  while (waiting.size > 0) {
    const free = [...waiting].filter((name) =>
      references.every((reference) => reference.name !== name || !waiting.has(reference.refers_to)),
    );
    if (free.length === 0) throw new Error(`these tables refer to each other in a circle: ${[...waiting].join(", ")}`);
    for (const name of free) waiting.delete(name);
    ordered.push(...free);
  }
  return ordered;
}

/** Has a row from the first start: the local listener. */
const USERS = "users";

async function refuseData(db: AnyDb, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    if (table === USERS) continue;
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
    if (rows.length === 0) continue;
    throw new MoodSyncError(
      "storage.not-empty",
      `The database holds data already (in ${table}). Give an empty one; nothing was copied.`,
      { kind: "conflict", details: { table } },
    );
  }
}

async function copyTable(table: string, reading: AnyDb, writing: AnyDb): Promise<number> {
  const columns = await columnsOf(table, writing);
  const key = await keyOf(table, reading);
  const page = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_PARAMETERS / columns.length)));
  const chosen = sql.join(columns.map((column) => sql.ref(column)));
  const order = sql.join(key.map((column) => sql.ref(column)));
  const keyColumns = sql.join(key.map((column, index) => sql`${sql.ref(column)} as ${sql.ref(`key_${index}`)}`));
  let after = sql`true`;
  for (let count = 0; ;) {
    const { rows } = await sql<Record<string, unknown>>`
      select ${keyColumns}, ${chosen} from ${sql.table(table)} where ${after} order by ${order} limit ${page}
    `.execute(reading);
    const values = rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
    if (values.length > 0) await writing.insertInto(table).values(values).execute();
    count += rows.length;
    const last = rows.at(-1);
    if (rows.length < page || !last) return count;
    after = sql`(${order}) > (${sql.join(key.map((_, index) => last[`key_${index}`]))})`;
  }
}

/** What an SQLite table is walked by: its row number, or where it has none its key, which then has no nulls. */
async function keyOf(table: string, db: AnyDb): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select info.name as name from pragma_table_list(${table}) as list, pragma_table_info(${table}) as info
    where list.wr = 1 and info.pk > 0 order by info.pk`.execute(db);
  return rows.length === 0 ? ["rowid"] : rows.map(({ name }) => name);
}

async function columnsOf(table: string, db: AnyDb): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`.execute(
    db,
  );
  return rows.map(({ name }) => name);
}

/** Ids go on after the highest that was copied. */
async function continueIds(db: AnyDb): Promise<void> {
  const { rows } = await sql<{ name: string; column: string }>`
    select relname as name, attname as column from pg_attribute
    join pg_class on pg_class.oid = attrelid
    where attidentity <> '' and relnamespace = current_schema()::regnamespace`.execute(db);
  for (const { name, column } of rows) {
    await sql`
      select setval(pg_get_serial_sequence(quote_ident(${name}::text), ${column}),
        (select coalesce(max(${sql.ref(column)}), 0) + 1 from ${sql.table(name)}), false)`.execute(db);
  }
}

async function compareCounts(copied: readonly CopiedTable[], db: AnyDb): Promise<void> {
  for (const { table, rows } of copied) {
    const { rows: counted } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(db);
    if (counted[0]?.rows === rows) continue;
    throw new MoodSyncError(
      "storage.copy-differs",
      `${rows} rows of ${table} were read and ${counted[0]?.rows} arrived. Nothing was copied.`,
    );
  }
}
