/** Opens the database, migrated and ready: the SQLite file of a data folder, or PostgreSQL where an address is given. */
import { Kysely, sql } from "kysely";
import { createFileNews } from "./file-news.ts";
import { LibsqlDialect } from "./libsql-dialect.ts";
import { SQLITE_TOOLS, type DatabaseDialect } from "./migration.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { migrate } from "./migrator.ts";
import { openPostgres } from "./postgres/open-postgres.ts";
import type { ProcessNews } from "./process-news.ts";
import { stateStatistics } from "./sqlite-statistics.ts";
import type { Schema } from "./schema.ts";
import { LOCAL_USER_ID } from "./local-user.ts";

export interface OpenDatabaseOptions {
  /** The SQLite file; not looked at where there is a `url`. */
  file: string;
  /** DATABASE_URL: everything is on PostgreSQL. */
  url?: string | null;
  /** Connections to PostgreSQL at most; default 10. */
  poolSize?: number;
  /** How long the start waits for a PostgreSQL server that is not there yet; default 15 s. */
  startPatienceMs?: number;
  /** How long a statement waits for another process's lock before `storage.locked`; default 5000. */
  busyTimeoutMs?: number;
  nowMs: number;
}

/** The open database and the few things that repositories cannot say in portable SQL. */
export interface OpenDatabase {
  db: Kysely<Schema>;
  dialect: DatabaseDialect;
  /** What other processes on the same database tell. */
  news: ProcessNews;
  /**
   * A number that changes whenever another process has written. In a file it stays for writes of this one; on PostgreSQL
   * it changes with every change of a track that a playlist may rest on, whoever made it.
   */
  foreignWrites: () => Promise<number>;
  /** A track's location may be so long in UTF-8 and no longer. */
  longestLocationBytes: number;
  /** The clock that all processes on the database have in common; null where they share the machine's. */
  serverTimeMs: () => Promise<number | null>;
  /**
   * Runs `work` in one transaction with the result that it would have alone. On PostgreSQL it may be run more than once,
   * with all but the last undone, so it changes nothing but the database and what it assigns anew each time.
   */
  inTransaction: <Result>(work: (transaction: Kysely<Schema>) => Promise<Result>) => Promise<Result>;
  close: () => Promise<void>;
}

/** @throws MoodSyncError `storage.*`, among them `storage.newer` and `storage.corrupt`. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { url = null, ...rest } = options;
  return url === null ? await openFile(rest) : await openPostgres({ ...rest, url, ensureLocalUser });
}

async function openFile({ file, busyTimeoutMs = 5000, nowMs }: OpenDatabaseOptions): Promise<OpenDatabase> {
  const db = new Kysely<Schema>({ dialect: new LibsqlDialect({ file, busyTimeoutMs }) });
  try {
    await migrate(db, { migrations: MIGRATIONS, tools: SQLITE_TOOLS, nowMs });
    // Also where no step was missing: a file that was written from a dump has lost them.
    await stateStatistics(db);
    await ensureLocalUser(db, nowMs);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const foreignWrites = async (): Promise<number> => {
    const { rows } = await sql<{ data_version: number }>`PRAGMA data_version`.execute(db);
    return rows[0]?.data_version ?? 0;
  };
  const news = createFileNews(foreignWrites);
  return {
    db,
    dialect: "sqlite",
    news,
    foreignWrites,
    longestLocationBytes: Infinity,
    serverTimeMs: async () => null,
    inTransaction: (work) => db.transaction().execute(work),
    async close() {
      news.close();
      // The log is folded into the file where nobody else is using it; a failure costs nothing but that.
      await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db).catch(() => undefined);
      await db.destroy();
    },
  };
}

async function ensureLocalUser(db: Kysely<Schema>, nowMs: number): Promise<void> {
  const found = await db.selectFrom("users").select("id").where("id", "=", LOCAL_USER_ID).executeTakeFirst();
  if (found) return;
  await db
    .insertInto("users")
    .values({ id: LOCAL_USER_ID, name: "listener", created_at_ms: nowMs })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}
