/** `moodsync database copy`: everything arrives as it was, ids go on, and an unfit target is refused untouched. */
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { databaseCopyCommand } from "../../src/cli/commands/database-copy.ts";
import { createProcessTerminal } from "../../src/cli/terminal.ts";
import { openDatabase, type OpenDatabase } from "../../src/server/db/open-database.ts";
import { postgresOrWhyNot, startPostgres, type PostgresServer } from "../setting/postgres-server.ts";
import { fakeMaker } from "./composing-fixtures.ts";
import { openOn, scanThrough, temporaryFolder, until, writeTrack } from "./server-fixtures.ts";

const found = postgresOrWhyNot();
let server: PostgresServer;

/** A library with something in it: tracks, a piece, a playlist, a like, a play, a reading. */
async function fillFolder() {
  const [data, music] = [await temporaryFolder(), await temporaryFolder()];
  for (let index = 0; index < 5; index += 1) {
    await writeTrack(music, `${index}.mp3`, {
      artist: `Björk ${index} 音楽`,
      valence: index / 10,
      arousal: -0.123456789012345,
    });
  }
  const services = await openOn(data, { musicDir: music }, { maker: fakeMaker() });
  const { ask } = services;
  await scanThrough(ask);
  expect((await ask("POST", "/pieces", { mood: { emotion: "happy" }, seed: 5 })).status).toBe(201);
  const list = (await ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 4 })).body;
  const trackId = list.entries[0].track.id;
  await ask("POST", "/feedback", { trackId, kind: "like", playlistId: list.id });
  await ask("POST", "/plays", { trackId, playlistId: list.id });
  await ask("POST", "/mood-readings", { source: "pad", emotion: "sad", valence: -0.5, arousal: 0.1, confidence: 1 });
  await services.close();
  return { data, music, list, trackId };
}

async function opened(options: { file: string; url?: string }): Promise<OpenDatabase> {
  const database = await openDatabase({ ...options, nowMs: 0 });
  onTestFinished(() => database.close());
  return database;
}

/** Every row of a table, in the order of its columns' values, numbers as they are. */
async function contents(database: OpenDatabase, table: string): Promise<string[]> {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(database.db);
  const sorted = (row: Record<string, unknown>) => Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return rows.map((row) => JSON.stringify(sorted(row))).toSorted();
}

const copy = async (dataDir: string, url: string): Promise<number> =>
  await databaseCopyCommand({}, { MOODSYNC_DATA_DIR: dataDir, DATABASE_URL: url }, createProcessTerminal());

describe.skipIf(found === null)("from a file to PostgreSQL", () => {
  beforeAll(async () => {
    if (found) server = await startPostgres(found);
  });
  afterAll(async () => {
    await server.destroy();
  });

  test("every table arrives row by row as it was; the server goes on there, and ids go on after the last", async () => {
    const { data, music, list, trackId } = await fillFolder();
    const url = await server.createDatabase();
    expect(await copy(data, url)).toBe(0);

    const [file, postgres] = [await opened({ file: join(data, "moodsync.db") }), await opened({ file: "", url })];
    const { rows: tables } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = current_schema()`.execute(postgres.db);
    const ofThisMoment = ["schema_migrations", "leases", "track_changes", "track_changes_cut"];
    const kept = tables.map(({ name }) => name).filter((name) => !ofThisMoment.includes(name));
    expect(kept.length).toBeGreaterThan(20);
    for (const table of kept) expect(await contents(postgres, table), table).toEqual(await contents(file, table));
    for (const table of ["tracks", "track_features", "pieces", "playlists", "playlist_entries", "plays", "feedback"]) {
      expect((await contents(postgres, table)).length, table).toBeGreaterThan(0);
    }

    const { ask } = await openOn(await temporaryFolder(), { databaseUrl: url, musicDir: music });
    expect((await ask("GET", `/playlists/${list.id}`)).body.entries).toHaveLength(4);
    expect((await ask("GET", `/tracks/${trackId}`)).body.liked).toBe(true);
    expect((await ask("POST", "/playlists", { mood: { emotion: "sad" }, size: 3 })).body.id).toBeGreaterThan(list.id);
    await writeTrack(music, "new.mp3", { valence: 0.9 });
    expect(await scanThrough(ask)).toMatchObject({ unchanged: 5, analysed: 1, removed: 0 });
    await until(async () => (await ask("GET", "/tracks?query=bj%C3%B6rk")).body.total === 5);
  });

  test("a database that holds anything is refused and left as it is", async () => {
    const { data } = await fillFolder();
    const url = await server.createDatabase();
    const target = await opened({ file: "", url });
    await target.db.insertInto("settings").values({ user_id: 1, name: "music-folder", value: "/mine" }).execute();
    await expect(copy(data, url)).rejects.toMatchObject({ code: "storage.not-empty", details: { table: "settings" } });
    expect(await contents(target, "tracks")).toEqual([]);
    expect(await contents(target, "settings")).toHaveLength(1);
    // Triggers are at work as before.
    expect((await sql`select 1 from pg_trigger where tgenabled = 'D'`.execute(target.db)).rows).toEqual([]);
  });

  test("a copy that breaks off half-way leaves the target empty", async () => {
    const { data } = await fillFolder();
    const url = await server.createDatabase();
    const target = await opened({ file: "", url });
    await sql`alter table plays add constraint refuses check (played_ms < 0)`.execute(target.db);
    await expect(copy(data, url)).rejects.toMatchObject({ code: "storage.constraint" });
    expect(await contents(target, "tracks")).toEqual([]);
    await sql`alter table plays drop constraint refuses`.execute(target.db);
    expect(await copy(data, url)).toBe(0);
  });

  test("without a target, a file or with one that is no database it says so", async () => {
    const empty = await temporaryFolder();
    const env = { MOODSYNC_DATA_DIR: empty };
    const terminal = createProcessTerminal();
    await expect(databaseCopyCommand({}, env, terminal)).rejects.toMatchObject({ code: "database.no-target" });
    await expect(databaseCopyCommand({ to: "mysql://x/y" }, env, terminal)).rejects.toMatchObject({
      code: "config.invalid",
    });
    await expect(databaseCopyCommand({ to: server.urlOf("nowhere") }, env, terminal)).rejects.toMatchObject({
      code: "database.not-found",
    });
  });
});
