/**
 * Kysely over the synchronous `libsql` package (SQLite): one connection, transactions that take the write lock at once,
 * and a lock held by another process waited for without stopping the event loop. What a failure means to the rest of
 * the program is left to storage-errors.ts; the schema to migrations.
 */
import Database from "libsql";
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
} from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import { isLocked, toStorageError } from "./storage-errors.ts";

export interface LibsqlDialectOptions {
  /** The database file; made when it is not there. */
  file: string;
  /** How long a statement waits for another process's lock, in milliseconds. */
  busyTimeoutMs: number;
}

/** Time SQLite itself may wait for a lock, blocking; short writers pass within it, longer ones are awaited by timer. */
const BLOCKING_WAIT_MS = 20;
const RETRY_EVERY_MS = 25;

/** A Kysely dialect for a SQLite file through `libsql`: WAL, `synchronous=FULL`, foreign keys on. */
export class LibsqlDialect implements Dialect {
  readonly #options: LibsqlDialectOptions;

  constructor(options: LibsqlDialectOptions) {
    this.#options = options;
  }

  createDriver(): Driver {
    return new LibsqlDriver(this.#options);
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new SqliteAdapter();
  }

  // Kysely's own interface for introspection takes a database of any schema.
  // oxlint-disable-next-line typescript/no-explicit-any
  createIntrospector(db: Kysely<any>): SqliteIntrospector {
    return new SqliteIntrospector(db);
  }
}

class LibsqlDriver implements Driver {
  readonly #options: LibsqlDialectOptions;
  readonly #queue = new ConnectionQueue();
  #connection: LibsqlConnection | undefined;

  constructor(options: LibsqlDialectOptions) {
    this.#options = options;
  }

  async init(): Promise<void> {
    try {
      const database = new Database(this.#options.file);
      this.#connection = new LibsqlConnection(database, this.#options.busyTimeoutMs);
      database.exec(`PRAGMA busy_timeout=${BLOCKING_WAIT_MS}`);
    } catch (error) {
      throw toStorageError(error);
    }
    for (const pragma of ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]) {
      await this.#connection.executeQuery(CompiledQuery.raw(`PRAGMA ${pragma}`));
    }
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (!this.#connection) throw new Error("the database is not open");
    await this.#queue.enter();
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#queue.leave();
  }

  async beginTransaction(): Promise<void> {
    // IMMEDIATE: a deferred transaction that reads first can fail half-way when another process writes in between.
    await this.#connection?.executeQuery(CompiledQuery.raw("BEGIN IMMEDIATE"));
  }

  async commitTransaction(): Promise<void> {
    await this.#connection?.executeQuery(CompiledQuery.raw("COMMIT"));
  }

  async rollbackTransaction(): Promise<void> {
    this.#connection?.rollBack();
  }

  async destroy(): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
  }
}

class LibsqlConnection implements DatabaseConnection {
  readonly #database: Database.Database;
  readonly #busyTimeoutMs: number;

  constructor(database: Database.Database, busyTimeoutMs: number) {
    this.#database = database;
    this.#busyTimeoutMs = busyTimeoutMs;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const deadline = performance.now() + this.#busyTimeoutMs;
    for (;;) {
      try {
        return this.#run<R>(query);
      } catch (error) {
        // Inside a transaction the lock is already ours: "locked" there is final.
        if (!isLocked(error) || this.#database.inTransaction || performance.now() >= deadline) {
          throw toStorageError(error);
        }
      }
      await sleep(RETRY_EVERY_MS);
    }
  }

  #run<R>(query: CompiledQuery): QueryResult<R> {
    const statement = this.#database.prepare(query.sql);
    const parameters = query.parameters.map(bindable);
    // The query builder is what knows the rows' type.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  /** Ends the open transaction, if SQLite has not already ended it itself (it does so on a full disk). */
  rollBack(): void {
    if (this.#database.inTransaction) this.#database.exec("ROLLBACK");
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("streaming is not supported; page by key instead");
  }

  close(): void {
    this.#database.close();
  }
}

/** Hands the single connection out in the order asked for. */
class ConnectionQueue {
  #taken = false;
  readonly #waiting: (() => void)[] = [];

  async enter(): Promise<void> {
    if (!this.#taken) {
      this.#taken = true;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }
}

/** What `libsql` can bind; a boolean would abort the whole process inside the native code. */
function bindable(value: unknown): null | number | string | bigint | Uint8Array {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === null || typeof value === "string" || typeof value === "bigint" || value instanceof Uint8Array) {
    return value;
  }
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(`a database parameter of type ${typeof value} cannot be bound`);
}
