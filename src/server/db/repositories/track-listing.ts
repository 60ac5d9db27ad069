/** One page of the library's ids by artist, album and path, read from indexes that hold just these columns. */
import { sql, type Kysely, type SelectQueryBuilder } from "kysely";
import type { Schema } from "../schema.ts";

export interface ListingOptions {
  source: string | undefined;
  /** Only files that could not be read or analysed. */
  problems: boolean;
  limit: number;
  offset: number;
  /** Begins behind this track, however deep in the list it stands; what `offset` counts from. */
  afterId: number | undefined;
}

export interface ListingPage {
  ids: number[];
  total: number;
}

export async function listTracks(db: Kysely<Schema>, userId: number, options: ListingOptions): Promise<ListingPage> {
  const { source, problems, limit, offset, afterId } = options;
  let page = here(db.selectFrom("tracks"), userId, source, problems)
    .select("id")
    .orderBy("sort_text")
    .orderBy("id")
    .limit(limit)
    .offset(offset);
  if (afterId !== undefined) {
    const after = await db
      .selectFrom("tracks")
      .select("sort_text")
      .where("user_id", "=", userId)
      .where("id", "=", afterId)
      .executeTakeFirst();
    if (!after) return { ids: [], total: await countTracks(db, userId, source, problems) };
    page = page.where(sql<boolean>`(sort_text, id) > (${after.sort_text}, ${afterId})`);
  }
  const rows = await page.execute();
  return { ids: rows.map(({ id }) => id), total: await countTracks(db, userId, source, problems) };
}

async function countTracks(
  db: Kysely<Schema>,
  userId: number,
  source: string | undefined,
  problems: boolean,
): Promise<number> {
  if (!problems) return (await readTotals(db, userId, source)).tracks;
  const { count } = await here(db.selectFrom("tracks"), userId, source, true)
    .select(sql<number>`count(*)`.as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** How many tracks are there, and how many of them have features: kept by triggers, so that nothing is counted. */
export async function readTotals(
  db: Kysely<Schema>,
  userId: number,
  source: string | undefined,
): Promise<{ tracks: number; playable: number }> {
  let totals = db.selectFrom("library_totals").select(["tracks", "playable"]).where("user_id", "=", userId);
  if (source !== undefined) totals = totals.where("source", "=", source);
  const rows = await totals.execute();
  return {
    tracks: rows.reduce((sum, row) => sum + row.tracks, 0),
    playable: rows.reduce((sum, row) => sum + row.playable, 0),
  };
}

function here<Row>(
  builder: SelectQueryBuilder<Schema, "tracks", Row>,
  userId: number,
  source: string | undefined,
  problems: boolean,
): SelectQueryBuilder<Schema, "tracks", Row> {
  let there = builder.where("user_id", "=", userId).where("removed_at_ms", "is", null);
  if (source !== undefined) there = there.where("source", "=", source);
  return problems ? there.where("problem_code", "is not", null) : there;
}
