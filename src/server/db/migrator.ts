/** Brings a database to the schema this code knows: forward only, all steps in one transaction, safe for two starters at once. */
import { sql, type Kysely, type Transaction } from "kysely";
import { MoodSyncError } from "../../core/errors.ts";
import type { Migration, MigrationTools } from "./migration.ts";

interface MigrationLog {
  schema_migrations: { version: number; name: string; applied_at_ms: number };
}

export interface MigrateOptions {
  migrations: readonly Migration[];
  tools: MigrationTools;
  nowMs: number;
}

/**
 * Applies what is missing and says how many steps that was.
 * @throws MoodSyncError `storage.newer` when the database was written by a later version of the program.
 */
export async function migrate<T>(anyDb: Kysely<T>, options: MigrateOptions): Promise<number> {
  // Whatever tables the caller knows, the log is one more.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const db = anyDb as unknown as Kysely<MigrationLog>;
  const latest = options.migrations.at(-1)?.version ?? 0;
  if (refuseNewer(await readVersion(db), latest) === latest) return 0;
  return await db.transaction().execute(async (transaction) => {
    // Read again under the write lock: another process may have been quicker.
    const before = refuseNewer(await readVersion(transaction), latest);
    if (before === 0) await createLog(transaction);
    const missing = options.migrations.filter(({ version }) => version > before);
    for (const migration of missing) await apply(transaction, migration, options);
    return missing.length;
  });
}

async function apply(
  db: Transaction<MigrationLog>,
  { version, name, up }: Migration,
  { tools, nowMs }: MigrateOptions,
): Promise<void> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a migration sees no tables but those it makes
  await up(db as unknown as Kysely<unknown>, tools);
  await db.insertInto("schema_migrations").values({ version, name, applied_at_ms: nowMs }).execute();
}

async function createLog(db: Kysely<MigrationLog>): Promise<void> {
  await db.schema
    .createTable("schema_migrations")
    .ifNotExists()
    .addColumn("version", "integer", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("applied_at_ms", "bigint", (column) => column.notNull())
    .execute();
}

/** The version of the schema, 0 for an empty database. */
async function readVersion(db: Kysely<MigrationLog>): Promise<number> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === "schema_migrations")) return 0;
  const row = await db
    .selectFrom("schema_migrations")
    .select(sql<number | null>`max(version)`.as("version"))
    .executeTakeFirst();
  return row?.version ?? 0;
}

function refuseNewer(version: number, latest: number): number {
  if (version <= latest) return version;
  throw new MoodSyncError(
    "storage.newer",
    `The data folder was written by a newer MoodSync (schema ${version}, this one knows ${latest}). Update MoodSync, or use another data folder.`,
    { kind: "conflict", details: { version, latest } },
  );
}
