/** Brings a database to the schema this code knows: forward only, all steps in one transaction, safe for two starters at once. */
import type { Kysely, Transaction } from "kysely";
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
  if ((await readMissing(db, options)).length === 0) return 0;
  const step = async (transaction: Transaction<MigrationLog>): Promise<number> => {
    await options.tools.lock(asUntyped(transaction));
    // Read again under the lock: another process may have been quicker.
    const missing = await readMissing(transaction, options);
    await createLog(transaction);
    for (const migration of missing) await apply(transaction, migration, options);
    await options.tools.checkForeignKeys(asUntyped(transaction));
    return missing.length;
  };
  return await options.tools.withoutForeignKeys(asUntyped(db), () => db.transaction().execute(step));
}

/** A migration sees no tables but those it makes. */
function asUntyped(db: Kysely<MigrationLog>): Kysely<unknown> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return db as unknown as Kysely<unknown>;
}

async function apply(
  db: Transaction<MigrationLog>,
  { version, name, up }: Migration,
  { tools, nowMs }: MigrateOptions,
): Promise<void> {
  await up(asUntyped(db), tools);
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

/** The steps that the log does not name. @throws MoodSyncError `storage.newer` */
async function readMissing(
  db: Kysely<MigrationLog>,
  { migrations, tools }: Pick<MigrateOptions, "migrations" | "tools">,
): Promise<Migration[]> {
  if (!(await tools.hasTable(asUntyped(db), "schema_migrations"))) return [...migrations];
  const rows = await db.selectFrom("schema_migrations").select("version").execute();
  const applied = new Set(rows.map(({ version }) => version));
  refuseNewer(Math.max(0, ...applied), migrations.at(-1)?.version ?? 0);
  return migrations.filter(({ version }) => !applied.has(version));
}

function refuseNewer(version: number, latest: number): void {
  if (version <= latest) return;
  throw new MoodSyncError(
    "storage.newer",
    `The database was written by a newer MoodSync (schema ${version}, this one knows ${latest}). Update MoodSync, or use another data folder or database.`,
    { kind: "conflict", details: { version, latest } },
  );
}
