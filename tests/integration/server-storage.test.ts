/** The database under stress: full, locked, newer than the code, damaged, shared. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql, type Kysely } from "kysely";
import Database from "libsql";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/server/db/open-database.ts";
import type { Schema } from "../../src/server/db/schema.ts";
import { openServices } from "../../src/server/open-services.ts";
import { configOn, openOn, temporaryFolder, type Ask } from "./server-fixtures.ts";

const READING = { source: "pad", emotion: "sad", valence: -0.5, arousal: -0.25, confidence: 1 };
const readingsIn = async (ask: Ask): Promise<number> => (await ask("GET", "/mood-readings?limit=1")).body.total;

/** Services whose database the test can reach. */
async function openReachable(dataDir: string) {
  let db: Kysely<Schema> | undefined;
  const services = await openOn(
    dataDir,
    {},
    {
      openDatabase: async (options) => {
        const opened = await openDatabase(options);
        db = opened.db;
        return opened;
      },
    },
  );
  return { ...services, pragma: async (text: string) => await sql.raw(`PRAGMA ${text}`).execute(db!) };
}

test("the file is kept safe against a loss of power: log ahead, flushed with every commit, keys checked", async () => {
  const { pragma } = await openReachable(await temporaryFolder());
  expect((await pragma("journal_mode")).rows).toEqual([{ journal_mode: "wal" }]);
  expect((await pragma("synchronous")).rows).toEqual([{ synchronous: 2 }]);
  expect((await pragma("foreign_keys")).rows).toEqual([{ foreign_keys: 1 }]);
});

test("a full disk is said in so many words; what was acknowledged stays, reading goes on, and so does writing later", async () => {
  const { ask, pragma } = await openReachable(await temporaryFolder());
  await pragma("max_page_count=1");
  let acknowledged = 0;
  let refused = await ask("POST", "/mood-readings", READING);
  for (; refused.status === 201 && acknowledged < 5000; acknowledged += 1) {
    refused = await ask("POST", "/mood-readings", READING);
  }
  expect(refused.status).toBe(507);
  expect(refused.body.error.code).toBe("storage.full");
  expect(await readingsIn(ask)).toBe(acknowledged);
  expect((await ask("GET", "/status")).status).toBe(200);
  await pragma("max_page_count=1000000");
  expect((await ask("POST", "/mood-readings", READING)).status).toBe(201);
  expect(await readingsIn(ask)).toBe(acknowledged + 1);
});

test("a database held by another program is waited for without stopping the server, then said", async () => {
  const data = await temporaryFolder();
  const { ask } = await openOn(data, {}, { busyTimeoutMs: 700 });
  const other = new Database(join(data, "moodsync.db"));
  other.exec("BEGIN EXCLUSIVE");
  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 10);
  const started = performance.now();
  const refused = await ask("POST", "/mood-readings", READING);
  const waitedMs = performance.now() - started;
  clearInterval(ticking);
  expect(refused.status).toBe(503);
  expect(refused.body.error.code).toBe("storage.locked");
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(waitedMs).toBeGreaterThanOrEqual(690);
  expect(waitedMs).toBeLessThan(3000);
  expect(turns).toBeGreaterThan(10);
  expect(await readingsIn(ask)).toBe(0);

  const patient = ask("POST", "/mood-readings", READING);
  await sleep(200);
  other.exec("ROLLBACK");
  other.close();
  expect((await patient).status).toBe(201);
  // Seen by another connection: after a refusal "201" must still mean committed.
  const witness = new Database(join(data, "moodsync.db"));
  expect(witness.prepare("SELECT count(*) AS n FROM mood_readings").all([])).toEqual([{ n: 1 }]);
  witness.close();
});

test("a database of a newer version is refused by name, and left as it is", async () => {
  const data = await temporaryFolder();
  await (await openServices(configOn(data))).close();
  const other = new Database(join(data, "moodsync.db"));
  other.exec("INSERT INTO schema_migrations VALUES (999, 'from the future', 0)");
  other.close();
  const refused = openServices(configOn(data));
  await expect(refused).rejects.toMatchObject({ code: "storage.newer", details: { version: 999 } });
  await expect(refused).rejects.toThrow(/newer MoodSync/);
});

test("a file that is no database is refused and not overwritten", async () => {
  const data = await temporaryFolder();
  const text = "this is somebody's diary, not a database. ".repeat(100);
  await writeFile(join(data, "moodsync.db"), text);
  await expect(openServices(configOn(data))).rejects.toMatchObject({ code: "storage.corrupt" });
  const { readFile } = await import("node:fs/promises");
  expect(await readFile(join(data, "moodsync.db"), "utf8")).toBe(text);
});

test("a data folder that cannot be made is said at once", async () => {
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, "");
  const refused = openServices(configOn(join(file, "data")));
  await expect(refused).rejects.toMatchObject({ code: "data-folder.unwritable" });
});

test("several that open an empty data folder at once agree on one schema", async () => {
  const data = await temporaryFolder();
  const all = await Promise.all(Array.from({ length: 6 }, () => openOn(data)));
  await Promise.all(all.map(({ ask }) => ask("POST", "/mood-readings", READING)));
  for (const { ask } of all) expect(await readingsIn(ask)).toBe(6);
});
