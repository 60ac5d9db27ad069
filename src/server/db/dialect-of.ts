/** Which database a Kysely speaks to, for the few questions that each must be asked in its own way. */
import { PostgresAdapter, type Kysely } from "kysely";
import type { DatabaseDialect } from "./migration.ts";

export function dialectOf<T>(db: Kysely<T>): DatabaseDialect {
  return db.getExecutor().adapter instanceof PostgresAdapter ? "postgres" : "sqlite";
}
