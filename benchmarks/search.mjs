/**
 * The first page of a search over 1k to 1M tracks, in queries of every kind: frequent and rare words, one letter, two,
 * Chinese and Japanese, several words, nothing to be found; then lists without a query: first page, a page behind a track
 * nine tenths down. The peer is `LIKE '%word%'` over the same texts in the same file, page and count, without ranking.
 * Then what it costs a scan to keep all this: storing the tags of new files, sixteen at a time as a scan does, beside the
 * same without search index, counts and journal.
 * Where DATABASE_URL names an empty PostgreSQL database, 100k tracks are written into it and searched there, too.
 */
import Database from "libsql";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL_USER_ID } from "../dist/server/db/local-user.js";
import { openDatabase } from "../dist/server/db/open-database.js";
import { likePattern, searchTerms } from "../dist/server/db/search-text.js";
import { createStorage } from "../dist/server/db/storage.js";
import { figure } from "./figures.mjs";
import { createTimes, LIBRARY_SIZES } from "./library-sizes.mjs";
import { copyOfLibrary, syntheticLibrary, writeTracks } from "./synthetic-library.mjs";
import { syntheticTracks } from "./synthetic-tracks.mjs";

export const QUERIES =
  "love|the|of|a|heart rock|dream|stai|electronic light|愛|愛夢|風の|사랑|люб|حب|u2|night fire|zzzz|rain away home|jazz|brou".split(
    "|",
  );
const ROUNDS = 10;
/** A plain scan of a million texts takes seconds. */
const PEER_QUERIES = 6;
/** As scan-run.ts stores them. */
const BATCH = 16;
const BATCHES = 60;
const POSTGRES_TRACKS = 100_000;

/** @returns {AsyncGenerator<import("./figures.mjs").Figure>} */
export async function* run() {
  for (const tracks of LIBRARY_SIZES) {
    const file = join(await syntheticLibrary(tracks), "moodsync.db");
    const database = await openDatabase({ file, nowMs: Date.now() });
    yield* measure(createStorage(database), `${tracks} tracks`, await scanByLike(file));
    await database.close();
    yield* measureStoring(tracks);
  }
  const url = process.env.DATABASE_URL;
  if (url === undefined) return;
  const database = await openDatabase({ file: "", url, nowMs: Date.now() });
  const storage = createStorage(database);
  if ((await storage.tracks.count(LOCAL_USER_ID)).tracks === 0) await writeTracks(database, POSTGRES_TRACKS);
  yield* measure(storage, `${POSTGRES_TRACKS} tracks, PostgreSQL`);
  await database.close();
}

async function* measure(storage, where, peer) {
  const list = (query) => storage.tracks.list(LOCAL_USER_ID, { limit: 50, offset: 0, ...query });
  const search = createTimes();
  let found = 0;
  for (let round = -1; round < ROUNDS; round += 1) {
    const times = round < 0 ? createTimes() : search;
    for (const query of QUERIES) found += (await times.add(() => list({ query }))).tracks.length;
  }
  if (found === 0) throw new Error("No query found anything.");
  yield figure(`search, ${where}`, search.wall, "ms", peer && { peer: "LIKE '%word%'", values: peer.wall });
  yield figure(
    `search, processor time, ${where}`,
    search.cpu,
    "ms",
    peer && { peer: "LIKE '%word%'", values: peer.cpu },
  );
  const { total } = await list({});
  const [deep] = (await list({ limit: 1, offset: Math.floor(total * 0.9) })).tracks;
  for (const { name, query } of [
    { name: "first page", query: {} },
    { name: "page behind a track at 90 %", query: { after: deep.id } },
  ]) {
    const times = createTimes();
    for (let i = 0; i < 100; i += 1) await times.add(() => list(query));
    yield figure(`${name}, ${where}`, times.wall, "ms");
    yield figure(`${name}, processor time, ${where}`, times.cpu, "ms");
  }
}

async function* measureStoring(tracks) {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-bench-"));
  try {
    const own = await openCopy(tracks, join(folder, "own"));
    const bare = await openCopy(tracks, join(folder, "bare"), (file) => {
      const database = new Database(file);
      const triggers = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all();
      for (const { name } of triggers) database.exec(`DROP TRIGGER "${name}"`);
      database.close();
    });
    const files = [...syntheticTracks({ count: BATCHES * BATCH, seed: 2 })];
    const times = { own: createTimes(), bare: createTimes() };
    for (let start = 0; start < files.length; start += BATCH) {
      const batch = files.slice(start, start + BATCH).map((file) => ({ ...file, path: `new/${file.path}` }));
      const store = ({ files: repository }) => repository.storeTags(LOCAL_USER_ID, batch, Date.now());
      await times.own.add(() => own.inTransaction(store));
      await times.bare.add(() => bare.inTransaction(store));
    }
    await own.close();
    await bare.close();
    const where = `${BATCH} files stored, ${tracks} tracks`;
    yield figure(where, times.own.wall, "ms", { peer: "no index, no triggers", values: times.bare.wall });
    yield figure(`processor time, ${where}`, times.own.cpu, "ms", {
      peer: "no index, no triggers",
      values: times.bare.cpu,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openCopy(tracks, folder, change = () => undefined) {
  const file = join(await copyOfLibrary(tracks, folder), "moodsync.db");
  const database = await openDatabase({ file, nowMs: Date.now() });
  change(file);
  return createStorage(database);
}

async function scanByLike(file) {
  const database = new Database(file, { readonly: true });
  const times = createTimes();
  for (const query of QUERIES.slice(0, PEER_QUERIES)) {
    const patterns = searchTerms(query).map(likePattern);
    const where = `FROM tracks WHERE removed_at_ms IS NULL AND ${patterns.map(() => "search_text LIKE ? ESCAPE '\\'").join(" AND ")}`;
    await times.add(() => {
      database.prepare(`SELECT * ${where} ORDER BY sort_text LIMIT 50`).all(patterns);
      database.prepare(`SELECT count(*) ${where}`).all(patterns);
    });
  }
  database.close();
  return times;
}
