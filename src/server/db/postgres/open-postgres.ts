/** Opens a PostgreSQL database, migrated and ready, for as many processes as there are, and closes it cleanly. */
import { randomUUID } from "node:crypto";
import { Kysely, sql } from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import { MoodSyncError } from "../../../core/errors.ts";
import type { OpenDatabase } from "../open-database.ts";
import { MIGRATIONS } from "../migrations/index.ts";
import { migrate } from "../migrator.ts";
import type { Schema } from "../schema.ts";
import { MoodSyncPostgresDialect } from "./postgres-dialect.ts";
import { toPostgresError, wasUndoneByOthers } from "./postgres-errors.ts";
import { openPostgresNews } from "./postgres-news.ts";
import { createListeningClient, createPool } from "./postgres-pool.ts";
import { POSTGRES_TOOLS } from "./postgres-tools.ts";

export interface OpenPostgresOptions {
  /** DATABASE_URL. */
  url: string;
  /** Connections at most, besides the one that listens; default 10. */
  poolSize?: number;
  /** How long the start waits for a server that is not there yet; default 15 s. */
  startPatienceMs?: number;
  nowMs: number;
  ensureLocalUser: (db: Kysely<Schema>, nowMs: number) => Promise<void>;
}

/** An entry of an ordered index may have 2704 bytes, and a location is in one with its user and source. */
const LONGEST_LOCATION_BYTES = 2600;
const POOL_SIZE = 10;
const START_PATIENCE_MS = 15_000;
/** A request is told soon; what works in the background tries again by itself. */
const REQUEST_PATIENCE_MS = 700;
/** How often a transaction is begun anew that lost against others', and how long it waits in between at first. */
const ATTEMPTS = 12;
const FIRST_WAIT_MS = 5;
const LONGEST_WAIT_MS = 400;

/** @throws MoodSyncError `storage.*`, among them `storage.unreachable`, `storage.refused` and `storage.newer` */
export async function openPostgres(options: OpenPostgresOptions): Promise<OpenDatabase> {
  const { url, poolSize = POOL_SIZE, startPatienceMs = START_PATIENCE_MS, nowMs, ensureLocalUser } = options;
  const applicationName = `moodsync ${randomUUID()}`;
  const pool = createPool({ url, size: poolSize, applicationName });
  const patience = { patienceMs: startPatienceMs };
  const db = new Kysely<Schema>({ dialect: new MoodSyncPostgresDialect(pool, patience) });
  try {
    await refuseForeign(db);
    await migrate(db, { migrations: MIGRATIONS, tools: POSTGRES_TOOLS, nowMs });
    await ensureLocalUser(db, nowMs);
    const news = await openPostgresNews({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      db: db as unknown as Kysely<unknown>,
      createClient: () => createListeningClient({ url, applicationName }),
      applicationName,
    });
    patience.patienceMs = REQUEST_PATIENCE_MS;
    return {
      db,
      dialect: "postgres",
      news,
      foreignWrites: () => readLastChange(db),
      longestLocationBytes: LONGEST_LOCATION_BYTES,
      serverTimeMs: () => readServerTime(db),
      inTransaction: (work) => inSerializable(db, work),
      async close() {
        await news.close();
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    throw toPostgresError(error);
  }
}

/**
 * The services were written for transactions that come one after the other, as SQLite's do. Serializable promises the
 * same result; where the server cannot keep that promise it undoes one of them, which is then run again from its start.
 */
async function inSerializable<Result>(
  db: Kysely<Schema>,
  work: (transaction: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().setIsolationLevel("serializable").execute(work);
    } catch (error) {
      if (!wasUndoneByOthers(error) || attempt >= ATTEMPTS) throw error;
      // Those that lost together should not meet again.
      await sleep(Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2));
    }
  }
}

/** Of this process or another: the journal is kept by the database and names the track, not who wrote. */
async function readLastChange(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ last: number }>`select coalesce(max(id), 0) as last from track_changes`.execute(db);
  return rows[0]?.last ?? 0;
}

async function readServerTime(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{
    now_ms: number;
  }>`select floor(extract(epoch from clock_timestamp()) * 1000) as now_ms`.execute(db);
  return rows[0]?.now_ms ?? 0;
}

/** Another program's database may have a table of the same name. */
async function refuseForeign(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ taken: boolean }>`
    select to_regclass('schema_migrations') is not null and not exists (
      select 1 from pg_attribute where attrelid = to_regclass('schema_migrations') and attname = 'applied_at_ms'
    ) as taken`.execute(db);
  if (!rows[0]?.taken) return;
  throw new MoodSyncError(
    "storage.foreign",
    "The database belongs to another program. Give MoodSync one of its own in DATABASE_URL.",
    { kind: "conflict" },
  );
}
