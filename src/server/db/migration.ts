/** What a migration is; the list of them is in migrations/index.ts and the running of them in migrator.ts. */
import { sql, type CreateTableBuilder, type Kysely } from "kysely";

/** Which database the SQL is for. */
export type DatabaseDialect = "sqlite" | "postgres";

/** The few things that databases spell differently. */
export interface MigrationTools {
  /** For what one database alone has, such as a full-text index; tables and columns are the same in both. */
  readonly dialect: DatabaseDialect;
  /** Adds `id`, the row number that the database gives out and never gives out twice. */
  readonly withId: <Table extends string, Columns extends string>(
    table: CreateTableBuilder<Table, Columns>,
  ) => CreateTableBuilder<Table, Columns | "id">;
  /** Whether there is such a table where this program's own are. */
  readonly hasTable: (db: Kysely<unknown>, name: string) => Promise<boolean>;
  /** First in the transaction: lets one starter at a time go on. */
  readonly lock: (db: Kysely<unknown>) => Promise<void>;
  /** Runs `work`, which holds the transaction, while foreign keys are not kept, so that a table can be exchanged. */
  readonly withoutForeignKeys: <Result>(db: Kysely<unknown>, work: () => Promise<Result>) => Promise<Result>;
  /** Inside the transaction, at its end. @throws Error when a row names another that is not there */
  readonly checkForeignKeys: (db: Kysely<unknown>) => Promise<void>;
}

/** One step forward; there are none back. */
export interface Migration {
  /** Rises from one to the next; never given twice. */
  version: number;
  name: string;
  up: (db: Kysely<unknown>, tools: MigrationTools) => Promise<void>;
}

export const SQLITE_TOOLS: MigrationTools = {
  dialect: "sqlite",
  withId: (table) => table.addColumn("id", "integer", (column) => column.primaryKey().autoIncrement()),
  hasTable: async (db, name) => (await db.introspection.getTables()).some((table) => table.name === name),
  // The transaction itself holds the write lock.
  lock: async () => undefined,
  async withoutForeignKeys(db, work) {
    // Has no effect inside a transaction, hence around it.
    await sql`PRAGMA foreign_keys=OFF`.execute(db);
    try {
      return await work();
    } finally {
      await sql`PRAGMA foreign_keys=ON`.execute(db);
    }
  },
  async checkForeignKeys(db) {
    const { rows } = await sql<{ table: string }>`PRAGMA foreign_key_check`.execute(db);
    if (rows.length > 0) throw new Error(`${rows.length} rows of ${rows[0]?.table} name what is not there`);
  },
};
