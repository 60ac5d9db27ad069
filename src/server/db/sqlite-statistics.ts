/**
 * What SQLite is to think of the indexes. When it knows nothing it takes a listener to have ten tracks, and so reads all of
 * them to find a few by their ids. It is told what to expect, rather than to measure, so that a plan does not change with the
 * library. The form is that of `sqlite_stat1` (sqlite.org/fileformat2.html): rows in all, then rows for each value of the
 * first column, of the first two ...
 */
import { sql, type Kysely } from "kysely";

const ROWS = 1_000_000;
/** Rows that a listener and one more value are taken to have. */
const ROWS_OF_ONE_MORE = 1000;
/** Where the index's form does not say enough. */
const KNOWN: Readonly<Record<string, string>> = {
  // Of few tracks, so it is preferred to the index of all.
  tracks_with_problem: "1000 1000 2 1",
  track_features_plane: "1000000 1000000 50 2 1",
};

interface IndexForm {
  table: string;
  name: string;
  isUnique: 0 | 1;
  columns: number;
}

/** Tells about every index that begins with the listener and is not told about yet. */
export async function stateStatistics<T>(db: Kysely<T>): Promise<void> {
  // Makes the table of statistics where there is none; where there is, nothing is written that is there.
  if (!(await hasStatistics(db))) await sql`analyze sqlite_schema`.execute(db);
  const { rows } = await sql<IndexForm>`
    select tables.name as "table", list.name as name, list."unique" as "isUnique", count(*) as columns
    from sqlite_schema as tables, pragma_index_list(tables.name) as list, pragma_index_info(list.name) as info
    where tables.type = 'table' and list.name not in (select idx from sqlite_stat1 where idx is not null)
    group by tables.name, list.name, list."unique"
    having max(info.seqno = 0 and info.name = 'user_id') = 1
  `.execute(db);
  if (rows.length === 0) return;
  for (const { table, name, isUnique, columns } of rows) {
    const stat = KNOWN[name] ?? statOf(columns, isUnique === 1);
    // Another process may be telling the same.
    await sql`insert into sqlite_stat1 (tbl, idx, stat) select ${table}, ${name}, ${stat}
      where not exists (select 1 from sqlite_stat1 where idx = ${name})`.execute(db);
  }
  // Has it read.
  await sql`analyze sqlite_schema`.execute(db);
}

async function hasStatistics<T>(db: Kysely<T>): Promise<boolean> {
  const { rows } = await sql`select 1 from sqlite_schema where name = 'sqlite_stat1'`.execute(db);
  return rows.length > 0;
}

function statOf(columns: number, isUnique: boolean): string {
  const behind = Array.from({ length: columns - 1 }, (_, at) => {
    const isLast = at === columns - 2;
    return isLast ? (isUnique ? 1 : 3) : ROWS_OF_ONE_MORE;
  });
  return [ROWS, ROWS, ...behind].join(" ");
}
