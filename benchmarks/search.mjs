/**
 * The first page of a search over 1k to 1M tracks, in queries of every kind: frequent and rare words, one letter, two,
 * Chinese and Japanese, several words, nothing to be found; then lists without a query: first page, a page behind a track
 * nine tenths down. The peer is `LIKE '%word%'` over the same texts in the same file, page and count, without ranking.
 * Where DATABASE_URL names an empty PostgreSQL database, 100k tracks are written into it and searched there, too.
 */
import Database from "libsql";
import { join } from "node:path";
import { LOCAL_USER_ID } from "../dist/server/db/local-user.js";
import { openDatabase } from "../dist/server/db/open-database.js";
import { likePattern, searchTerms } from "../dist/server/db/search-text.js";
import { createStorage } from "../dist/server/db/storage.js";
import { figure } from "./figures.mjs";
import { createTimes, LIBRARY_SIZES } from "./library-sizes.mjs";
import { syntheticLibrary, writeTracks } from "./synthetic-library.mjs";

export const QUERIES =
  "love|the|of|a|heart rock|dream|stai|electronic light|愛|愛夢|風の|사랑|люб|حب|u2|night fire|zzzz|rain away home|jazz|brou".split(
    "|",
  );
const ROUNDS = 10;
/** A plain scan of a million texts takes seconds. */
const PEER_QUERIES = 6;
const POSTGRES_TRACKS = 100_000;

/** @returns {AsyncGenerator<import("./figures.mjs").Figure>} */
export async function* run() {
  for (const tracks of LIBRARY_SIZES) {
    const file = join(await syntheticLibrary(tracks), "moodsync.db");
    const database = await openDatabase({ file, nowMs: Date.now() });
    yield* measure(createStorage(database), `${tracks} tracks`, await scanByLike(file));
    await database.close();
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
  for (const [name, query] of [
    ["first page", {}],
    ["page behind a track at 90 %", { after: deep.id }],
  ]) {
    const times = createTimes();
    for (let i = 0; i < 100; i += 1) await times.add(() => list(query));
    yield figure(`${name}, ${where}`, times.wall, "ms");
    yield figure(`${name}, processor time, ${where}`, times.cpu, "ms");
  }
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
