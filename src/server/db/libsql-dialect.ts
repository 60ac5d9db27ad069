/**
 * Kysely over the synchronous `libsql` package (SQLite): one connection, transactions that take the write lock at once,
 * and a lock held by another process waited for without stopping the event loop. What a failure means to the rest of
 * the program is left to storage-errors.ts; the schema to migrations.
 */
import Database from "libsql";
import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
} from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import { bindable } from "./bindable.ts";
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
    const { file, busyTimeoutMs } = this.#options;
    this.#connection = new LibsqlConnection(openFile(file), busyTimeoutMs);
    for (const pragma of [
      `busy_timeout=${BLOCKING_WAIT_MS}`,
      "journal_mode=WAL",
      "synchronous=FULL",
      "foreign_keys=ON",
    ]) {
      await this.#connection.execute(`PRAGMA ${pragma}`);
    }
  }

  async acquireConnection(): Promise<LibsqlConnection> {
    if (!this.#connection) throw new Error("the database is not open");
    await this.#queue.enter();
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#queue.leave();
  }

  async beginTransaction(connection: LibsqlConnection): Promise<void> {
    await connection.execute(BEGIN_WRITING);
  }

  async commitTransaction(connection: LibsqlConnection): Promise<void> {
    connection.commit();
  }

  async rollbackTransaction(connection: LibsqlConnection): Promise<void> {
    connection.rollBack();
  }

  async destroy(): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
  }
}

/** Takes the write lock at once: a transaction that reads first can fail half-way when another process writes in between. */
const BEGIN_WRITING = "BEGIN IMMEDIATE";
/** Takes the snapshot at once; a bare BEGIN would leave that to the first statement. */
const BEGIN_READING = "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1";

/**
 * Every statement runs inside an explicit transaction whose beginning, the only place where a lock can be met, goes
 * through `exec`. A prepared statement that meets a lock is left unfinished by `libsql` 0.5, and while it is, later
 * statements of the connection report success without being committed.
 */
class LibsqlConnection implements DatabaseConnection {
  readonly #database: Database.Database;
  readonly #busyTimeoutMs: number;

  constructor(database: Database.Database, busyTimeoutMs: number) {
    this.#database = database;
    this.#busyTimeoutMs = busyTimeoutMs;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // Checkpoints cannot, and other pragmas need not, run inside a transaction; none of ours waits for a lock.
    if (this.#database.inTransaction || /^\s*PRAGMA\b/i.test(query.sql)) return this.#run<R>(query);
    await this.execute(query.query.kind === "SelectQueryNode" ? BEGIN_READING : BEGIN_WRITING);
    try {
      const result = this.#run<R>(query);
      this.commit();
      return result;
    } catch (error) {
      this.rollBack();
      throw error;
    }
  }

  /** Runs SQL without parameters or rows, waiting by timer for locks of other processes. */
  async execute(sql: string): Promise<void> {
    const deadline = performance.now() + this.#busyTimeoutMs;
    for (;;) {
      try {
        this.#database.exec(sql);
        return;
      } catch (error) {
        this.rollBack();
        if (!isLocked(error) || performance.now() >= deadline) throw toStorageError(error);
      }
      await sleep(RETRY_EVERY_MS);
    }
  }

  #run<R>(query: CompiledQuery): QueryResult<R> {
    const parameters = query.parameters.map(bindable);
    try {
      const statement = this.#database.prepare(query.sql);
      // The query builder is what knows the rows' type.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      if (statement.reader) return { rows: statement.all(parameters) as R[] };
      const { changes, lastInsertRowid } = statement.run(parameters);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    } catch (error) {
      throw toStorageError(error);
    }
  }

  commit(): void {
    try {
      this.#database.exec("COMMIT");
    } catch (error) {
      throw toStorageError(error);
    }
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

function openFile(file: string): Database.Database {
  try {
    return new Database(file);
  } catch (error) {
    throw toStorageError(error);
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
