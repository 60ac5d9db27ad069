/** A library of the first schema keeps every row, id, like and history when its tracks learn of their source. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { LibsqlDialect } from "../libsql-dialect.ts";
import { SQLITE_TOOLS } from "../migration.ts";
import { migrate } from "../migrator.ts";
import { MIGRATIONS } from "./index.ts";

async function openFirstSchema() {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-track-sources-"));
  const db = new Kysely<unknown>({ dialect: new LibsqlDialect({ file: join(folder, "test.db"), busyTimeoutMs: 100 }) });
  onTestFinished(async () => {
    await db.destroy();
    await rm(folder, { recursive: true, force: true });
  });
  await migrate(db, { migrations: MIGRATIONS.slice(0, 1), tools: SQLITE_TOOLS, nowMs: 1 });
  await sql`INSERT INTO users (id, name, created_at_ms) VALUES (1, 'listener', 0)`.execute(db);
  const count = async (table: string) =>
    (await sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(db)).rows[0]?.n;
  const add = async (id: number, path: string) =>
    await sql`INSERT INTO tracks (id, user_id, path, size_bytes, modified_at_ms, title, mime_type, has_cover, search_text,
      sort_text, liked, added_at_ms) VALUES (${id}, 1, ${path}, 5, 6, 'T', 'audio/flac', 0, 't', ${path}, 1, 7)`.execute(
      db,
    );
  return { db, count, add };
}

const upgrade = (db: Kysely<unknown>) => migrate(db, { migrations: MIGRATIONS, tools: SQLITE_TOOLS, nowMs: 2 });

test("every track, its features, its plays and its place in playlists are still there", async () => {
  const { db, count, add } = await openFirstSchema();
  await add(3, "a.flac");
  await add(9, "b.flac");
  await sql`INSERT INTO track_features (track_id, user_id, analyser_version, loudness_lufs, dynamic_range_db, brightness_hz,
    onsets_per_second, valence, arousal, analysed_at_ms) VALUES (3, 1, 1, -14, 6, 1500, 2, 0.1, 0.2, 1)`.execute(db);
  await sql`INSERT INTO playlists (id, user_id, created_at_ms, valence, arousal) VALUES (1, 1, 1, 0, 0)`.execute(db);
  await sql`INSERT INTO playlist_entries (playlist_id, position, user_id, track_id, distance, reason)
    VALUES (1, 0, 1, 9, 0.5, 'near')`.execute(db);
  await sql`INSERT INTO plays (user_id, track_id, started_at_ms, played_ms) VALUES (1, 9, 1, 1)`.execute(db);
  await sql`INSERT INTO feedback (user_id, track_id, kind, given_at_ms) VALUES (1, 3, 'like', 1)`.execute(db);

  await upgrade(db);
  const { rows } = await sql`SELECT id, source, path, liked FROM tracks ORDER BY id`.execute(db);
  expect(rows).toEqual([
    { id: 3, source: "local", path: "a.flac", liked: 1 },
    { id: 9, source: "local", path: "b.flac", liked: 1 },
  ]);
  for (const table of ["track_features", "playlist_entries", "plays", "feedback"]) expect(await count(table)).toBe(1);
  // The row counter goes on, and references are kept again.
  await add(10, "c.flac");
  await expect(
    sql`INSERT INTO plays (user_id, track_id, started_at_ms, played_ms) VALUES (1, 77, 1, 1)`.execute(db),
  ).rejects.toMatchObject({ code: "storage.constraint" });
  await sql`DELETE FROM tracks WHERE id = 9`.execute(db);
  expect(await count("plays")).toBe(0);
  expect(await upgrade(db)).toBe(0);
});

test("a row that names what is not there stops the upgrade, and nothing is changed", async () => {
  const { db, count, add } = await openFirstSchema();
  await add(3, "a.flac");
  await sql`PRAGMA foreign_keys=OFF`.execute(db);
  await sql`INSERT INTO plays (user_id, track_id, started_at_ms, played_ms) VALUES (1, 77, 1, 1)`.execute(db);
  await expect(upgrade(db)).rejects.toThrow(/plays/);
  expect(await count("tracks")).toBe(1);
  expect((await sql<{ n: number }>`SELECT max(version) AS n FROM schema_migrations`.execute(db)).rows[0]?.n).toBe(1);
});
