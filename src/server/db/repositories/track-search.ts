/**
 * Finds the ids of tracks whose title, artist, album and genre together hold every word of a query, through the database's
 * index of trigrams. What exactly a word matches is search-text.ts's affair; reading the tracks is the repository's.
 *
 * Where few match, all are ranked: title, then artist as asked, then beginning so, then the rest, each by artist, album and
 * path. Where more than `RANKED_MOST` match, ranking all of them would cost time without bound: the best of each rank come
 * first and all others follow in the order in which they were added. Either order stays while the library does.
 */
import { sql, type Kysely, type RawBuilder } from "kysely";
import { dialectOf } from "../dialect-of.ts";
import type { Schema } from "../schema.ts";
import { beginning, foldForSearch, likePattern, searchTerms, wordsApart } from "../search-text.ts";

export interface SearchPage {
  ids: number[];
  total: number;
  /** False where there are more than `total`. */
  totalIsExact: boolean;
}

export interface SearchOptions {
  query: string;
  source: string | undefined;
  limit: number;
  offset: number;
}

/** Up to so many matches are counted and ranked. */
export const RANKED_MOST = 1000;
/** How many of each rank lead where more match. */
const LEADING = 250;
/** As in the index `tracks_title`. */
const INDEXED_TITLE = 64;
/** Above any other character of a folded text. */
const LAST = "\u{10ffff}";

interface Match {
  id: number;
  search_text: string;
  sort_text: string;
}

/** @param query with at least one word, else everything matches */
export async function searchTracks(
  db: Kysely<Schema>,
  userId: number,
  { query, source, limit, offset }: SearchOptions,
): Promise<SearchPage> {
  const matches = matchesOf(db, searchTerms(query), userId, source);
  const wanted = { title: wordsApart(foldForSearch(query)), artist: foldForSearch(query) };
  const { rows } = await sql<Match>`
    select tracks.id, tracks.search_text, sort_text ${matches} limit ${RANKED_MOST + 1}
  `.execute(db);
  if (rows.length <= RANKED_MOST) {
    const ids = ranked(rows, wanted).map(({ id }) => id);
    return { ids: ids.slice(offset, offset + limit), total: ids.length, totalIsExact: true };
  }
  const leading = await leadingIds(db, userId, source, wanted);
  const ids = leading.slice(offset, offset + limit);
  if (ids.length < limit) {
    const skipped = Math.max(0, offset - leading.length);
    const apart = leading.length === 0 ? sql`` : sql`and tracks.id not in (${sql.join(leading)})`;
    const rest = await sql<{ id: number }>`
      select tracks.id ${matches} ${apart} order by ${keyOf(db)} limit ${limit - ids.length} offset ${skipped}
    `.execute(db);
    ids.push(...rest.rows.map(({ id }) => id));
  }
  const known = offset + ids.length;
  const isEnd = ids.length < limit;
  return { ids, total: isEnd ? known : Math.max(RANKED_MOST, known + 1), totalIsExact: isEnd && ids.length > 0 };
}

/** `from ... where ...`: every match, without an order. */
function matchesOf(
  db: Kysely<Schema>,
  terms: readonly string[],
  userId: number,
  source: string | undefined,
): RawBuilder<unknown> {
  const here = sql`tracks.user_id = ${userId} and removed_at_ms is null`;
  const ofSource = source === undefined ? sql`` : sql`and source = ${source}`;
  if (dialectOf(db) === "postgres") {
    const like = terms.map((term) => sql`tracks.search_text like ${likePattern(term)} escape '\\'`);
    return sql`from tracks where ${here} ${ofSource} and ${sql.join(like, sql` and `)}`;
  }
  const phrases = terms.map((term) => `"${term.replaceAll('"', '""')}"`).join(" AND ");
  // The index first, always: it gives rows as they are asked for, in the order of their ids.
  return sql`
    from tracks_search cross join tracks on tracks.id = tracks_search.rowid
    where tracks_search match ${phrases} and ${here} ${ofSource}
  `;
}

function keyOf(db: Kysely<Schema>): RawBuilder<unknown> {
  return dialectOf(db) === "postgres" ? sql`tracks.id` : sql`tracks_search.rowid`;
}

interface Wanted {
  title: string;
  artist: string;
}

function ranked(matches: readonly Match[], { title, artist }: Wanted): Match[] {
  const rankOf = ({ search_text: search, sort_text: sorted }: Match): number => {
    if (search.startsWith(`${title}\n`)) return 0;
    if (sorted.startsWith(`${artist}\n`)) return 1;
    if (search.startsWith(title)) return 2;
    return sorted.startsWith(artist) ? 3 : 4;
  };
  return matches
    .map((match) => ({ match, rank: rankOf(match) }))
    .sort((a, b) => a.rank - b.rank || byCodePoint(a.match.sort_text, b.match.sort_text) || a.match.id - b.match.id)
    .map(({ match }) => match);
}

/** UTF-16 puts what is beyond the first plane before the last of it; the database does not. */
function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The first of each rank, without doubles. Whatever begins as the whole query matches each of its words. */
async function leadingIds(
  db: Kysely<Schema>,
  userId: number,
  source: string | undefined,
  { title, artist }: Wanted,
): Promise<number[]> {
  const key = beginning(title, INDEXED_TITLE - 1);
  const titled = sql<string>`substr(search_text, 1, ${sql.lit(INDEXED_TITLE)})`;
  const ranges = [
    [titled, `${key}\n`],
    [sql<string>`sort_text`, `${artist}\n`],
    [titled, key],
    [sql<string>`sort_text`, artist],
  ] as const;
  const found = new Set<number>();
  for (const [text, from] of ranges) {
    let first = db
      .selectFrom("tracks")
      .select("id")
      .where("user_id", "=", userId)
      .where("removed_at_ms", "is", null)
      .where(text, ">=", from)
      .where(text, "<", from + LAST)
      .orderBy(text)
      .orderBy("id")
      .limit(LEADING);
    if (source !== undefined) first = first.where("source", "=", source);
    for (const { id } of await first.execute()) found.add(id);
  }
  return [...found];
}
