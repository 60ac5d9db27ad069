/** What a migration is; the list of them is in migrations/index.ts and the running of them in migrator.ts. */
import type { CreateTableBuilder, Kysely } from "kysely";

/** The few things that databases spell differently. */
export interface MigrationTools {
  /** Adds `id`, the row number that the database gives out and never gives out twice. */
  readonly withId: <Table extends string, Columns extends string>(
    table: CreateTableBuilder<Table, Columns>,
  ) => CreateTableBuilder<Table, Columns | "id">;
}

/** One step forward; there are none back. */
export interface Migration {
  /** 1, 2, 3 ... without gaps. */
  version: number;
  name: string;
  up: (db: Kysely<unknown>, tools: MigrationTools) => Promise<void>;
}

export const SQLITE_TOOLS: MigrationTools = {
  withId: (table) => table.addColumn("id", "integer", (column) => column.primaryKey().autoIncrement()),
};
