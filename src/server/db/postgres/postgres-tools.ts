/** What migrations need to be told of PostgreSQL. */
import { sql } from "kysely";
import type { MigrationTools } from "../migration.ts";

/** Any number will do, so long as nobody else in the database locks by it; this is "mood" in ASCII. */
const MIGRATION_LOCK = 0x6d6f6f64;

export const POSTGRES_TOOLS: MigrationTools = {
  dialect: "postgres",
  withId: (table) =>
    table.addColumn("id", "bigint", (column) => column.primaryKey().generatedByDefaultAsIdentity().notNull()),
  async hasTable(db, name) {
    const { rows } = await sql<{ found: boolean }>`select to_regclass(${name}) is not null as found`.execute(db);
    return rows[0]?.found ?? false;
  },
  async lock(db) {
    // Making an index of a large library may take longer than any question is allowed to.
    await sql`set local statement_timeout = 0`.execute(db);
    await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(db);
  },
  // Tables are changed where they stand, and references are checked with every statement.
  withoutForeignKeys: (_db, work) => work(),
  checkForeignKeys: async () => undefined,
};
