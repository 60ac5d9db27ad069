/**
 * A made-up library (synthetic-tracks.mjs) in a data folder of the server's own making, written through the repositories a
 * scan writes through. It is kept in the temporary folder; a later schema is reached as anybody's database reaches it.
 */
import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { LOCAL_USER_ID } from "../dist/server/db/local-user.js";
import { openDatabase } from "../dist/server/db/open-database.js";
import { toTrackRow } from "../dist/server/db/repositories/scanned-file-repository.js";
import { createStorage } from "../dist/server/db/storage.js";
import { syntheticTracks } from "./synthetic-tracks.mjs";

const PLACE = join(tmpdir(), "moodsync-synthetic-libraries");
/** To be raised with every change of what is written. */
const EDITION = 2;
const ROWS_PER_STATEMENT = 500;
const STATEMENTS_PER_TRANSACTION = 10;
const DATABASE = "moodsync.db";
const ADDED_AT_MS = 1_700_000_000_000;

/**
 * The data folder of a library of so many tracks; built where it is not there yet, which takes minutes for a million.
 * Not to be written to: copy it with `copyOfLibrary`.
 * @param {number} count
 */
export async function syntheticLibrary(count) {
  const folder = join(PLACE, `${count}-edition-${EDITION}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished-${process.pid}`;
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  try {
    const file = join(unfinished, DATABASE);
    await (await openDatabase({ file, nowMs: Date.now() })).close();
    writeInBulk(file, count);
    await rename(unfinished, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** A copy that may be written to, in a folder of its own; the caller deletes it. */
export async function copyOfLibrary(count, folder) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await cp(join(await syntheticLibrary(count), DATABASE), join(folder, DATABASE));
  return folder;
}

/**
 * Fills an empty SQLite file: rows first, then the indexes and what triggers would have kept, each in one go.
 * The rows are those that the repositories write.
 */
function writeInBulk(file, count) {
  const database = new Database(file);
  database.exec("PRAGMA synchronous=OFF; PRAGMA cache_size=-200000; BEGIN");
  const later = database
    .prepare("SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL")
    .all()
    .filter(({ sql }) => /\bON "?(tracks|track_features)"?\b/i.test(sql));
  for (const { type, name } of later) database.exec(`DROP ${type} "${name}"`);
  const insertTrack = database.prepare(insertOf("tracks", TRACK_COLUMNS));
  const insertFeatures = database.prepare(insertOf("track_features", FEATURE_COLUMNS));
  let trackId = 0;
  for (const { genre, features, ...track } of syntheticTracks({ count })) {
    const tagged = { ...track, genres: genre === null ? [] : [genre] };
    const row = { ...toTrackRow(LOCAL_USER_ID, "local", tagged, ADDED_AT_MS), playable: 1, checked_version: 1 };
    insertTrack.run(TRACK_COLUMNS.map((column) => row[column]));
    const measured = featureRow(++trackId, features);
    insertFeatures.run(FEATURE_COLUMNS.map((column) => measured[column]));
  }
  database.exec("INSERT INTO tracks_search (tracks_search) VALUES ('rebuild')");
  database.exec(`INSERT INTO library_totals (user_id, source, tracks, playable)
    SELECT user_id, source, count(*), sum(playable) FROM tracks GROUP BY user_id, source`);
  for (const { sql } of later) database.exec(sql);
  database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}

function insertOf(table, columns) {
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
}

/** Writes the tracks into an open database, of either kind, as a scan does. */
export async function writeTracks(database, count, { seed = 1 } = {}) {
  const storage = createStorage(database);
  let batch = [];
  const write = async () => {
    const tracks = batch;
    batch = [];
    await database.db.transaction().execute(async (transaction) => {
      const { files } = createStorage({ ...database, db: transaction });
      for (let start = 0; start < tracks.length; start += ROWS_PER_STATEMENT) {
        const some = tracks.slice(start, start + ROWS_PER_STATEMENT);
        const ids = await files.storeTags(
          LOCAL_USER_ID,
          some.map(({ genre, ...track }) => ({ ...track, genres: genre === null ? [] : [genre] })),
          ADDED_AT_MS,
        );
        await transaction
          .insertInto("track_features")
          .values(some.map(({ path, features }) => featureRow(ids.get(path), features)))
          .execute();
      }
    });
  };
  for (const track of syntheticTracks({ count, seed })) {
    batch.push(track);
    if (batch.length === ROWS_PER_STATEMENT * STATEMENTS_PER_TRANSACTION) await write();
  }
  if (batch.length > 0) await write();
  await storage.trackChanges.cut(1000);
}

const TRACK_COLUMNS =
  "user_id source path size_bytes modified_at_ms title artist album genre tags_version duration_ms mime_type has_cover search_text sort_text added_at_ms playable checked_version".split(
    " ",
  );

function featureRow(trackId, features) {
  return {
    track_id: trackId,
    user_id: LOCAL_USER_ID,
    analyser_version: 1,
    tempo_bpm: features.tempoBpm,
    tonic: features.tonic,
    mode: features.mode,
    loudness_lufs: features.loudnessLufs,
    dynamic_range_db: features.dynamicRangeDb,
    brightness_hz: features.brightnessHz,
    onsets_per_second: features.onsetsPerSecond,
    valence: features.valence,
    arousal: features.arousal,
    analysed_at_ms: ADDED_AT_MS,
  };
}

const FEATURE_COLUMNS = Object.keys(featureRow(0, {}));
