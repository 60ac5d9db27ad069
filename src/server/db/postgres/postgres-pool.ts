/** The connections to a PostgreSQL server: how they are made, what they read numbers as, how long they may take. */
import { Client, Pool, types, type ClientConfig } from "pg";

export interface PostgresPoolOptions {
  /** DATABASE_URL. */
  url: string;
  /** Connections at most. */
  size: number;
  /** Shown by the server for each connection, and what its writes are known by. */
  applicationName: string;
}

/** Longer than any question of ours; what exceeds it holds up others. */
const STATEMENT_TIMEOUT_MS = 60_000;
/** A process that stands still inside a transaction may not hold its locks for ever. */
const IDLE_IN_TRANSACTION_MS = 60_000;
const CONNECT_TIMEOUT_MS = 5000;

/** Type numbers of pg_type. */
const INT8 = 20;
const NUMERIC = 1700;

/** Opens nothing yet: connections are made as they are needed. */
export function createPool(options: PostgresPoolOptions): Pool {
  const pool = new Pool({
    ...connection(options),
    max: options.size,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  });
  // A connection that breaks while nobody uses it is dropped by the pool; unheard, the event would end the process.
  pool.on("error", () => undefined);
  return pool;
}

/** A connection of its own, for listening. */
export function createListeningClient(options: Omit<PostgresPoolOptions, "size">): Client {
  return new Client({ ...connection(options), connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
}

function connection({ url, applicationName }: Omit<PostgresPoolOptions, "size">): ClientConfig {
  return { connectionString: url, application_name: applicationName, keepAlive: true, types: { getTypeParser } };
}

/** Whole numbers of 64 bits and decimals as numbers; all others as `pg` has them. */
const getTypeParser: typeof types.getTypeParser = (oid: number, format?: "text" | "binary") => {
  if (oid === INT8) return toSafeInteger;
  if (oid === NUMERIC) return Number;
  return format === "binary" ? types.getTypeParser(oid, "binary") : types.getTypeParser(oid);
};

/** @throws RangeError for a number that a JavaScript number cannot hold; none of ours comes near */
export function toSafeInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`the database holds ${text}, which is too large a number`);
  return number;
}
