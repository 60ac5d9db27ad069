/** Opens the SQLite file of a data folder, migrated and ready, and closes it cleanly. */
import { Kysely, sql } from "kysely";
import { LibsqlDialect } from "./libsql-dialect.ts";
import { SQLITE_TOOLS } from "./migration.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { migrate } from "./migrator.ts";
import type { Schema } from "./schema.ts";
import { LOCAL_USER_ID } from "./local-user.ts";

export interface OpenDatabaseOptions {
  file: string;
  /** How long a statement waits for another process's lock before `storage.locked`; default 5000. */
  busyTimeoutMs?: number;
  nowMs: number;
}

/** The open database and the one thing that repositories cannot say in portable SQL. */
export interface OpenDatabase {
  db: Kysely<Schema>;
  /** A number that changes whenever another process has written, and stays for writes of this one. */
  foreignWrites: () => Promise<number>;
  close: () => Promise<void>;
}

/** @throws MoodSyncError `storage.*`, among them `storage.newer` and `storage.corrupt`. */
export async function openDatabase({ file, busyTimeoutMs = 5000, nowMs }: OpenDatabaseOptions): Promise<OpenDatabase> {
  const db = new Kysely<Schema>({ dialect: new LibsqlDialect({ file, busyTimeoutMs }) });
  try {
    await migrate(db, { migrations: MIGRATIONS, tools: SQLITE_TOOLS, nowMs });
    await ensureLocalUser(db, nowMs);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    db,
    async foreignWrites() {
      const { rows } = await sql<{ data_version: number }>`PRAGMA data_version`.execute(db);
      return rows[0]?.data_version ?? 0;
    },
    async close() {
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
