import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "./open-database.ts";

/** How SQLite means to answer a question, one line a table. */
async function open(): Promise<(question: string) => string[]> {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-statistics-"));
  const file = join(folder, "moodsync.db");
  await (await openDatabase({ file, nowMs: 0 })).close();
  const database = new Database(file);
  onTestFinished(async () => {
    database.close();
    await rm(folder, { recursive: true, force: true });
  });
  return (question) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const steps = database.prepare(`explain query plan ${question}`).all() as { detail: string }[];
    return steps.map(({ detail }) => detail);
  };
}

const MINE = "user_id = 1";
const HERE = `${MINE} and removed_at_ms is null`;

test.each([
  ["tracks by their ids", `select * from tracks where ${MINE} and id in (1, 2, 3)`, /INTEGER PRIMARY KEY/],
  [
    "changes to tracks by their ids",
    `update tracks set liked = 1 where ${MINE} and id in (1, 2)`,
    /INTEGER PRIMARY KEY/,
  ],
  [
    "features by their tracks",
    `select * from track_features where ${MINE} and track_id in (1, 2)`,
    /INTEGER PRIMARY KEY/,
  ],
  ["the list", `select id from tracks where ${HERE} order by sort_text, id limit 50`, /tracks_listed /],
  [
    "the list of a source",
    `select id from tracks where ${HERE} and source = 'local' order by sort_text, id limit 50`,
    /tracks_listed_of_source /,
  ],
  [
    "what comes next of a source",
    `select id from tracks where ${MINE} and source = 'subsonic' and id > 5 order by id limit 50`,
    /tracks_of_source /,
  ],
  [
    "files with problems",
    `select id from tracks where ${HERE} and problem_code is not null order by sort_text, id limit 50`,
    /tracks_with_problem /,
  ],
  [
    "files by their paths",
    `select id from tracks where ${MINE} and source = 'local' and path in ('a')`,
    /source=\? AND path=\?/,
  ],
  [
    "tracks near a mood",
    `select track_id from track_features where ${MINE} and valence >= 0 and valence <= 1 and arousal >= 0`,
    /track_features_plane .*valence>\? AND valence<\?/,
  ],
  ["changes since", `select * from track_changes where ${MINE} and id >= 5 order by id limit 9`, /INTEGER PRIMARY KEY/],
  ["what was said of tracks", `select * from feedback where ${MINE} and track_id in (1, 2)`, /feedback_track /],
  ["when tracks were heard", `select * from plays where ${MINE} and track_id in (1, 2)`, /plays_track /],
])("%s: an index leads there, and nothing is sorted or read in whole", async (_, question, plan) => {
  const explain = await open();
  const details = explain(question);
  expect(details[0]).toMatch(plan);
  for (const detail of details) expect(detail).not.toMatch(/SCAN|TEMP B-TREE FOR ORDER/);
});

test("what was lost with an index that was made anew is told again at the next start, once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-statistics-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "moodsync.db");
  const start = async () => (await openDatabase({ file, nowMs: 0 })).close();
  const told = () => {
    const database = new Database(file);
    const rows = database.prepare("select idx, stat from sqlite_stat1 order by idx").all();
    database.close();
    return rows;
  };
  await start();
  const before = told();
  const database = new Database(file);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { sql: made } = database.prepare("select sql from sqlite_schema where name = 'tracks_listed'").get() as {
    sql: string;
  };
  database.exec(`drop index tracks_listed; ${made}`);
  database.close();
  expect(told()).toHaveLength(before.length - 1);
  await start();
  await start();
  expect(told()).toEqual(before);
});
