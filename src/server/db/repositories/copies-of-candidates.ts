/** What was heard and said of any copy of a recording counts for the one copy of it that playlists take. */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

/** The other copies of each group, and whether one of them is liked. */
export interface OtherCopies {
  trackIds: number[];
  liked: boolean;
}

const IDS_PER_STATEMENT = 500;

/** By group, the copies that playlists do not take. */
export async function readOtherCopies(
  db: Kysely<Schema>,
  userId: number,
  groupIds: readonly number[],
): Promise<Map<number, OtherCopies>> {
  const groups = new Map<number, OtherCopies>();
  for (let start = 0; start < groupIds.length; start += IDS_PER_STATEMENT) {
    const rows = await db
      .selectFrom("track_copies")
      .innerJoin("tracks", "tracks.id", "track_copies.track_id")
      .select(["group_id", "track_copies.track_id", "liked"])
      .where("track_copies.user_id", "=", userId)
      .where("group_id", "in", groupIds.slice(start, start + IDS_PER_STATEMENT))
      .where("is_preferred", "=", 0)
      .execute();
    for (const row of rows) {
      const group = groups.get(row.group_id) ?? { trackIds: [], liked: false };
      groups.set(row.group_id, { trackIds: [...group.trackIds, row.track_id], liked: group.liked || row.liked === 1 });
    }
  }
  return groups;
}

/** These tracks, and for each copy of a recording also the one that playlists take. */
export async function withPreferredCopies(
  db: Kysely<Schema>,
  userId: number,
  trackIds: readonly number[],
): Promise<number[]> {
  const preferred = await db
    .selectFrom("track_copies as asked")
    .innerJoin("track_copies as copy", (join) =>
      join.onRef("copy.group_id", "=", "asked.group_id").onRef("copy.user_id", "=", "asked.user_id"),
    )
    .select("copy.track_id")
    .where("asked.user_id", "=", userId)
    .where("asked.track_id", "in", trackIds)
    .where("copy.is_preferred", "=", 1)
    .execute();
  return [...new Set([...trackIds, ...preferred.map((row) => row.track_id)])];
}
