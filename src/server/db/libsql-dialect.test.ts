import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, sql } from "kysely";
import Database from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { LibsqlDialect } from "./libsql-dialect.ts";

interface Tables {
  things: { id: number; value: unknown };
}

async function openTwo() {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-dialect-"));
  const file = join(folder, "test.db");
  const db = new Kysely<Tables>({ dialect: new LibsqlDialect({ file, busyTimeoutMs: 100 }) });
  await sql`CREATE TABLE things (id integer primary key, value)`.execute(db);
  const other = new Database(file);
  onTestFinished(async () => {
    await db.destroy();
    other.close();
    await rm(folder, { recursive: true, force: true });
  });
  const seenByOther = (): unknown[] => other.prepare("SELECT value FROM things ORDER BY id").all([]);
  return { db, other, seenByOther };
}

test.each([
  [true, 1],
  [false, 0],
  [null, null],
  [1_800_000_000_123, 1_800_000_000_123],
  [-0.1, -0.1],
  ["é😀\u0000x", "é😀"],
])("%j is stored", async (value, stored) => {
  const { db } = await openTwo();
  await db.insertInto("things").values({ id: 1, value }).execute();
  const row = await db.selectFrom("things").select("value").executeTakeFirstOrThrow();
  expect(row.value).toEqual(stored);
});

test.each([undefined, Number.NaN, Infinity, {}, new Date(0), Symbol("x")])(
  "%s cannot be bound and is refused before it reaches native code",
  async (value) => {
    const { db, seenByOther } = await openTwo();
    await expect(sql`INSERT INTO things VALUES (1, ${value})`.execute(db)).rejects.toThrow(/cannot be bound/);
    expect(seenByOther()).toEqual([]);
    await db.insertInto("things").values({ id: 2, value: "after" }).execute();
    expect(seenByOther()).toEqual([{ value: "after" }]);
  },
);

test("after a lock was met, a statement that succeeds is committed and seen by others", async () => {
  const { db, other, seenByOther } = await openTwo();
  for (const attempt of [1, 2, 3]) {
    other.exec("BEGIN IMMEDIATE");
    const refused = db.insertInto("things").values({ id: attempt, value: "refused" }).returning("id").execute();
    await expect(refused).rejects.toMatchObject({ code: "storage.locked" });
    await expect(db.transaction().execute(async () => undefined)).rejects.toMatchObject({ code: "storage.locked" });
    other.exec("ROLLBACK");
    await db.insertInto("things").values({ id: attempt, value: attempt }).returning("id").execute();
    expect(seenByOther()).toHaveLength(attempt);
  }
  other.exec("UPDATE things SET value = 'theirs'");
  expect(await db.selectFrom("things").selectAll().execute()).toHaveLength(3);
  expect((await db.selectFrom("things").select("value").executeTakeFirst())?.value).toBe("theirs");
});

test("reading goes on while another writes", async () => {
  const { db, other } = await openTwo();
  other.exec("BEGIN IMMEDIATE; INSERT INTO things VALUES (1, 'unseen')");
  expect(await db.selectFrom("things").selectAll().execute()).toEqual([]);
  other.exec("COMMIT");
  expect(await db.selectFrom("things").selectAll().execute()).toHaveLength(1);
});

test("a refused statement leaves no transaction open", async () => {
  const { db, other } = await openTwo();
  await db.insertInto("things").values({ id: 1, value: 1 }).execute();
  const twice = db.insertInto("things").values({ id: 1, value: 2 }).execute();
  await expect(twice).rejects.toMatchObject({ code: "storage.constraint" });
  other.exec("BEGIN IMMEDIATE; COMMIT");
});
