/** The server's services on PostgreSQL: the main job across a restart, and a database that is away, full, foreign or not to be had. */
import { randomBytes } from "node:crypto";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../src/server/db/open-database.ts";
import type { Replacements } from "../../src/server/open-services.ts";
import { postgresOrWhyNot, startPostgres, type PostgresServer } from "../setting/postgres-server.ts";
import { openOn, scanThrough, temporaryFolder, until, writeTrack, type Ask } from "./server-fixtures.ts";

const READING = { source: "pad", emotion: "sad", valence: -0.5, arousal: -0.25, confidence: 1 };
const found = postgresOrWhyNot();
let server: PostgresServer;
/** A database that is migrated already, to make others of: quicker than going through all steps each time. */
let migrated = "";

const readingsIn = async (ask: Ask): Promise<number> => (await ask("GET", "/mood-readings?limit=1")).body.total;

/** Services on a database, which need not be there. */
async function openAt(databaseUrl: string, replacements: Replacements = {}, changes: { musicDir?: string } = {}) {
  return await openOn(await temporaryFolder(), { databaseUrl, databasePool: 4, ...changes }, replacements);
}

/** Of this machine alone, and of nobody who listens on "localhost". */
const LOOPBACK = "127.83.71.19";

/** Asking for a connection is given up at once. */
const impatient: Replacements = { openDatabase: (options) => openDatabase({ ...options, startPatienceMs: 0 }) };

describe.skipIf(found === null)("on PostgreSQL", () => {
  beforeAll(async () => {
    if (!found) return;
    server = await startPostgres(found);
    migrated = await server.createDatabase();
    await (await openDatabase({ file: "", url: migrated, nowMs: 0 })).close();
  });
  afterAll(async () => {
    await server.destroy();
  });

  test("what was scanned, asked for and said is there after a restart, from another data folder", async () => {
    const url = await server.createDatabase();
    const music = await temporaryFolder();
    for (let index = 0; index < 6; index += 1) {
      await writeTrack(music, `album/${index}.mp3`, { artist: `Ärtist ${index}`, valence: 0.7, arousal: 0.3 });
    }
    await writeTrack(music, "broken.mp3", { problem: "audio.truncated" });
    const first = await openAt(url, {}, { musicDir: music });
    expect(await scanThrough(first.ask)).toMatchObject({ state: "completed", total: 7, analysed: 6, failed: 1 });
    const list = (await first.ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 5 })).body;
    expect(list.entries.length).toBe(5);
    const trackId = list.entries[0].track.id;
    expect((await first.ask("POST", "/feedback", { trackId, kind: "like", playlistId: list.id })).status).toBe(201);
    const play = { trackId, playlistId: list.id };
    expect((await first.ask("POST", "/plays", play)).status).toBe(201);
    expect((await first.ask("POST", "/mood-readings", READING)).status).toBe(201);
    await first.close();

    const second = await openAt(url, {}, { musicDir: music });
    expect((await second.ask("GET", "/library/scans/current")).body.scan.state).toBe("completed");
    expect((await second.ask("GET", `/playlists/${list.id}`)).body.entries).toHaveLength(5);
    expect((await second.ask("GET", `/tracks/${trackId}`)).body.liked).toBe(true);
    expect((await second.ask("GET", "/tracks?query=%C3%A4rtist%203")).body.total).toBe(1);
    expect(await readingsIn(second.ask)).toBe(1);
    const again = (await second.ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 3 })).body;
    expect(again.entries).toHaveLength(3);
    expect((await scanThrough(second.ask)).unchanged).toBe(7);
  });

  test("ids, texts and numbers that no row can have are not found, and are no failure", async () => {
    const { ask } = await openAt(await server.createDatabase(migrated));
    for (const id of [2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER])
      expect((await ask("GET", `/tracks/${id}`)).status).toBe(404);
    for (const query of ["a%00b", "%F0%9F%98%80", "%ED%A0%80", "%25_%5C", "'%20OR%201=1"]) {
      const answer = await ask("GET", `/tracks?query=${query}`);
      expect([200, 400]).toContain(answer.status);
    }
  });

  test("a path that no index takes is left out of the scan, and the others are in", async () => {
    const music = await temporaryFolder();
    // Letters by chance: what repeats itself is compressed.
    const folders = Array.from({ length: 13 }, () => randomBytes(110).toString("hex"));
    await writeTrack(music, join(...folders.slice(0, 11), "in.mp3"));
    await writeTrack(music, join(...folders, "out.mp3"));
    await writeTrack(music, "tags.mp3", { artist: randomBytes(300_000).toString("hex") });
    const { ask } = await openAt(await server.createDatabase(migrated), {}, { musicDir: music });
    expect(await scanThrough(ask)).toMatchObject({ state: "completed", total: 2, analysed: 2, failed: 0 });
    expect((await ask("GET", "/tracks?query=tags")).body.total).toBe(1);
  });

  test("while the server is away every request is told so soon; once it is back nothing acknowledged is missing", async () => {
    const { ask } = await openAt(await server.createDatabase(migrated));
    let acknowledged = 0;
    const refused: unknown[] = [];
    const stop = new AbortController();
    let longestMs = 0;
    const writing = Promise.all(
      Array.from({ length: 3 }, async () => {
        while (!stop.signal.aborted) {
          const asked = performance.now();
          const { status, body, headers } = await ask("POST", "/mood-readings", READING);
          longestMs = Math.max(longestMs, performance.now() - asked);
          if (status === 201) acknowledged += 1;
          else refused.push([status, body.error?.code, headers.get("retry-after")]);
        }
      }),
    );
    await until(() => acknowledged >= 10, 30_000);
    await server.kill();
    await until(() => refused.length >= 6, 60_000);
    expect((await ask("GET", "/status")).status).toBe(503);
    await server.start();
    const before = acknowledged;
    await until(() => acknowledged >= before + 5, 60_000);
    stop.abort();
    await writing;
    expect(new Set(refused.map((each) => JSON.stringify(each)))).toEqual(new Set(['[503,"storage.unreachable","1"]']));
    // Alone it is .8 s; what runs beside the tests is given room.
    expect(longestMs).toBeLessThan(8000);
    // One that was cut off between commit and answer may be there besides.
    const kept = await readingsIn(ask);
    expect(kept).toBeGreaterThanOrEqual(acknowledged);
    expect(kept).toBeLessThanOrEqual(acknowledged + refused.length);
  });

  test("a full disk is said in so many words; reading goes on, and so does writing later", async () => {
    const url = await server.createDatabase(migrated);
    const { ask } = await openAt(url);
    const name = new URL(url).pathname.slice(1);
    expect((await ask("POST", "/mood-readings", READING)).status).toBe(201);
    await server.query(
      name,
      `create function no_room() returns trigger language plpgsql as $$ begin
        raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
      end $$;
      create trigger no_room before insert on mood_readings execute function no_room()`,
    );
    const refused = await ask("POST", "/mood-readings", READING);
    expect(refused.status).toBe(507);
    expect(refused.body.error.code).toBe("storage.full");
    expect(await readingsIn(ask)).toBe(1);
    await server.query(name, "drop trigger no_room on mood_readings");
    expect((await ask("POST", "/mood-readings", READING)).status).toBe(201);
  });

  test("a transaction that is cut off in the middle leaves nothing of it, and the next one works", async () => {
    const url = await server.createDatabase(migrated);
    const database = await openDatabase({ file: "", url, nowMs: 0 });
    onTestFinished(() => database.close());
    const cut = database.inTransaction(async (transaction) => {
      await transaction.insertInto("settings").values({ user_id: 1, name: "half", value: "x" }).execute();
      await server.query(
        "postgres",
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name like 'moodsync %' and state = 'idle in transaction'`,
      );
      await transaction.insertInto("settings").values({ user_id: 1, name: "other half", value: "x" }).execute();
    });
    await expect(cut).rejects.toMatchObject({ code: "storage.unreachable" });
    expect(await database.db.selectFrom("settings").selectAll().execute()).toEqual([]);
  });

  test.each([
    ["storage.unknown-database", () => server.urlOf("nowhere")],
    ["storage.unreachable", () => "postgres://me:hunter2@127.0.0.1:1/moods"],
    ["storage.unreachable", () => "postgres://me:hunter2@%2Fno%2Fsuch%2Fsocket/moods"],
  ])("%s is told at the start, without the password", async (code, url) => {
    const lines: string[] = [];
    const logger = pino({ level: "trace" }, { write: (line) => void lines.push(line) });
    const refused = await openAt(url(), { ...impatient, logger }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code });
    expect(String(refused) + lines.join("")).not.toContain("hunter2");
  });

  test("a wrong password is told, the right one is taken, and neither is in any answer or in the log", async () => {
    const url = await server.createDatabase();
    const name = new URL(url).pathname.slice(1);
    await server.query(
      "postgres",
      `create role guarded login password 'right-one'; alter database ${name} owner to guarded`,
    );
    await server.addRule("local all guarded scram-sha-256");
    await expect(openAt(server.urlOf(name, "guarded", "wrong-one"), impatient)).rejects.toMatchObject({
      code: "storage.refused",
    });
    const lines: string[] = [];
    const logger = pino({ level: "trace" }, { write: (line) => void lines.push(line) });
    const { ask } = await openAt(server.urlOf(name, "guarded", "right-one"), { logger });
    const answers = [await ask("GET", "/status"), await ask("GET", "/tracks/1"), await ask("GET", "/openapi.json")];
    expect(JSON.stringify(answers.map(({ body }) => body)) + lines.join("")).not.toContain("right-one");
  });

  test.skipIf(spawnSync("openssl", ["version"]).status !== 0)(
    "over a network a certificate of one's own is refused until it is named; then the line is encrypted",
    async () => {
      const url = await server.createDatabase(migrated);
      const folder = await temporaryFolder();
      const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
      const names = ["-subj", "/CN=localhost", "-addext", `subjectAltName=IP:${LOOPBACK}`];
      const made = spawnSync("openssl", [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-keyout",
        key,
        "-out",
        certificate,
        ...names,
      ]);
      expect(made.status).toBe(0);
      const keyFile = server.give("key.pem", await readFile(key, "utf8"));
      const certificateFile = server.give("certificate.pem", await readFile(certificate, "utf8"));
      await server.addRule(`hostssl all all ${LOOPBACK}/32 trust`);
      await server.kill();
      await server.start([
        `listen_addresses=${LOOPBACK}`,
        "ssl=on",
        `ssl_key_file=${keyFile}`,
        `ssl_cert_file=${certificateFile}`,
      ]);
      onTestFinished(async () => {
        await server.kill();
        await server.start();
      });
      const address = `postgres://tester@${LOOPBACK}${new URL(url).pathname}?sslmode=verify-full`;
      await expect(openAt(address, impatient)).rejects.toMatchObject({ code: "storage.bad-certificate" });
      const trusting = `${address}&sslrootcert=${encodeURIComponent(certificate)}`;
      const database = await openDatabase({ file: "", url: trusting, nowMs: 0 });
      const { rows } = await sql`select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid)
        where application_name like 'moodsync %'`.execute(database.db);
      await database.close();
      expect(rows).toEqual([{ ssl: true }]);
    },
  );

  test("a database of a newer version is refused by name; so is another program's", async () => {
    const url = await server.createDatabase();
    await (await openAt(url)).close();
    const name = new URL(url).pathname.slice(1);
    await server.query(name, "insert into schema_migrations values (999, 'from the future', 0)");
    await expect(openAt(url)).rejects.toMatchObject({ code: "storage.newer", details: { version: 999 } });

    const theirs = await server.createDatabase();
    await server.query(new URL(theirs).pathname.slice(1), "create table schema_migrations (version text primary key)");
    await expect(openAt(theirs)).rejects.toMatchObject({ code: "storage.foreign" });
  });

  test("several that open an empty database at once agree on one schema", async () => {
    const url = await server.createDatabase();
    const all = await Promise.all(Array.from({ length: 4 }, () => openAt(url)));
    await Promise.all(all.map(({ ask }) => ask("POST", "/mood-readings", READING)));
    for (const { ask } of all) expect(await readingsIn(ask)).toBe(4);
  });

  test("one that stands still in a transaction holds nobody up for ever", async () => {
    const url = await server.createDatabase(migrated);
    const database = await openDatabase({ file: "", url, nowMs: 0 });
    onTestFinished(() => database.close());
    const settings = await database.db
      .selectNoFrom((select) => [
        select.fn<string>("current_setting", [select.val("statement_timeout")]).as("statement"),
        select.fn<string>("current_setting", [select.val("idle_in_transaction_session_timeout")]).as("idle"),
      ])
      .executeTakeFirstOrThrow();
    expect(settings).toEqual({ statement: "1min", idle: "1min" });
  });
});
