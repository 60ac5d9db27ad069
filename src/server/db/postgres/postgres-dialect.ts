/**
 * Kysely over `pg`: connections from a pool, waited for while the server is away for a moment, and statements that the
 * server undid because of others tried again. Which isolation a transaction has is open-postgres.ts's affair.
 */
import type pg from "pg";
import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import { bindable } from "../bindable.ts";
import { MoodSyncPostgresCompiler } from "./postgres-compiler.ts";
import { toPostgresError, wasUndoneByOthers } from "./postgres-errors.ts";

export interface PostgresPatience {
  /** How long a connection is asked for while the server is away, in milliseconds. */
  patienceMs: number;
}

const RECONNECT_FIRST_MS = 50;
const RECONNECT_LONGEST_MS = 1000;
/** A statement on its own that lost against others' is run so often at most. */
const ATTEMPTS = 5;

/** @param patience may be changed while the database is open: more at the start than for a request */
export class MoodSyncPostgresDialect implements Dialect {
  readonly #pool: pg.Pool;
  readonly #patience: Readonly<PostgresPatience>;

  constructor(pool: pg.Pool, patience: Readonly<PostgresPatience>) {
    this.#pool = pool;
    this.#patience = patience;
  }

  createDriver(): Driver {
    return new PoolDriver(this.#pool, this.#patience);
  }

  createQueryCompiler(): MoodSyncPostgresCompiler {
    return new MoodSyncPostgresCompiler();
  }

  createAdapter(): PostgresAdapter {
    return new PostgresAdapter();
  }

  // Kysely's own interface for introspection takes a database of any schema.
  // oxlint-disable-next-line typescript/no-explicit-any
  createIntrospector(db: Kysely<any>): PostgresIntrospector {
    return new PostgresIntrospector(db);
  }
}

class PoolDriver implements Driver {
  readonly #pool: pg.Pool;
  readonly #patience: Readonly<PostgresPatience>;

  constructor(pool: pg.Pool, patience: Readonly<PostgresPatience>) {
    this.#pool = pool;
    this.#patience = patience;
  }

  async init(): Promise<void> {}

  /** Nothing was sent yet, so waiting for a server that comes back cannot do anything twice. */
  async acquireConnection(): Promise<PoolConnection> {
    const deadline = performance.now() + this.#patience.patienceMs;
    for (let waitMs = RECONNECT_FIRST_MS; ; waitMs = Math.min(waitMs * 2, RECONNECT_LONGEST_MS)) {
      try {
        return new PoolConnection(await this.#pool.connect());
      } catch (error) {
        const known = toPostgresError(error);
        const leftMs = deadline - performance.now();
        if (known.code !== "storage.unreachable" || leftMs <= 0) throw known;
        await sleep(Math.min(waitMs, leftMs));
      }
    }
  }

  async releaseConnection(connection: PoolConnection): Promise<void> {
    connection.release();
  }

  async beginTransaction(connection: PoolConnection, { isolationLevel }: TransactionSettings): Promise<void> {
    const level = isolationLevel === undefined ? "" : ` isolation level ${isolationLevel}`;
    await connection.executeQuery(CompiledQuery.raw(`start transaction${level}`));
    connection.inTransaction = true;
  }

  async commitTransaction(connection: PoolConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("commit"));
    connection.inTransaction = false;
  }

  /** Where the connection broke, the server has rolled back already. */
  async rollbackTransaction(connection: PoolConnection): Promise<void> {
    connection.inTransaction = false;
    await connection.executeQuery(CompiledQuery.raw("rollback")).catch((error: unknown) => connection.spoil(error));
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

class PoolConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #onBroken = (error: unknown): void => this.spoil(error);
  #broken: Error | undefined;
  inTransaction = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
    // While it is lent out the pool does not listen, and an error that nobody hears ends the process.
    client.on("error", this.#onBroken);
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const values = parameters.map(toParameter);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { command, rowCount, rows } = await this.#client.query<R & pg.QueryResultRow>(sql, values);
        const changed = command === "INSERT" || command === "UPDATE" || command === "DELETE";
        return changed ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows };
      } catch (error) {
        const alone = !this.inTransaction && wasUndoneByOthers(error);
        if (alone && attempt < ATTEMPTS) continue;
        const known = toPostgresError(error);
        if (known.code === "storage.unreachable") this.spoil(error);
        throw known;
      }
    }
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("streaming is not supported; page by key instead");
  }

  /** It is not given to anybody again. */
  spoil(error: unknown): void {
    this.#broken = error instanceof Error ? error : new Error(String(error));
  }

  release(): void {
    this.#client.off("error", this.#onBroken);
    this.#client.release(this.#broken ?? this.inTransaction);
  }
}

/** PostgreSQL takes no NUL in a text. SQLite ends the text there when it compares, so that is where it ends here, too. */
function toParameter(value: unknown): unknown {
  const bound = bindable(value);
  if (typeof bound !== "string") return bound;
  const end = bound.indexOf("\0");
  return end === -1 ? bound : bound.slice(0, end);
}
