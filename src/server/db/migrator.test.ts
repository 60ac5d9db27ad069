import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { LibsqlDialect } from "./libsql-dialect.ts";
import { SQLITE_TOOLS, type Migration } from "./migration.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { migrate } from "./migrator.ts";

async function openEmpty(): Promise<Kysely<Record<string, Record<string, unknown>>>> {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-migrator-"));
  const db = new Kysely<Record<string, Record<string, unknown>>>({
    dialect: new LibsqlDialect({ file: join(folder, "test.db"), busyTimeoutMs: 100 }),
  });
  onTestFinished(async () => {
    await db.destroy();
    await rm(folder, { recursive: true, force: true });
  });
  return db;
}

const creating = (version: number, table: string): Migration => ({
  version,
  name: table,
  up: async (db, { withId }) => await withId(db.schema.createTable(table)).execute(),
});

const tablesOf = async (db: Kysely<Record<string, Record<string, unknown>>>) =>
  (await db.introspection.getTables()).map(({ name }) => name).toSorted();

test("versions rise, and none is given twice", () => {
  const versions = MIGRATIONS.map(({ version }) => version);
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  expect(versions[0]).toBe(1);
});

test("steps are taken once, and only the missing ones", async () => {
  const db = await openEmpty();
  const options = { tools: SQLITE_TOOLS, nowMs: 5 };
  const first = [creating(1, "a"), creating(2, "b")];
  expect(await migrate(db, { ...options, migrations: first })).toBe(2);
  expect(await migrate(db, { ...options, migrations: first })).toBe(0);
  expect(await migrate(db, { ...options, migrations: [...first, creating(3, "c")] })).toBe(1);
  expect(await tablesOf(db)).toEqual(["a", "b", "c", "schema_migrations"]);
  const log = await db.selectFrom("schema_migrations").selectAll().orderBy("version").execute();
  expect(log.map(({ name }) => name)).toEqual(["a", "b", "c"]);
});

test("a step that fails takes all the others back", async () => {
  const db = await openEmpty();
  const broken: Migration = {
    version: 2,
    name: "broken",
    up: async (inner) => {
      await sql`CREATE TABLE half (a integer)`.execute(inner);
      await sql`CREATE TABLE this is not SQL`.execute(inner);
    },
  };
  const migrations = [creating(1, "a"), broken];
  await expect(migrate(db, { migrations, tools: SQLITE_TOOLS, nowMs: 5 })).rejects.toMatchObject({
    code: "storage.failed",
  });
  expect(await tablesOf(db)).toEqual([]);
});

test("a database of a later version is refused", async () => {
  const db = await openEmpty();
  const options = { tools: SQLITE_TOOLS, nowMs: 5 };
  await migrate(db, { ...options, migrations: [creating(1, "a"), creating(2, "b")] });
  const older = migrate(db, { ...options, migrations: [creating(1, "a")] });
  await expect(older).rejects.toMatchObject({ code: "storage.newer", details: { version: 2, latest: 1 } });
});
