/**
 * Which tracks are copies of one recording: what each is called, the pairs that were found, what the listener told apart,
 * and the groups they come to. A change of groups is noted in the journal, since playlists take one copy of each.
 */
import { sql, type Kysely } from "kysely";
import type { CopyFacts, CopyGroup, CopyPair, GroupedCopy } from "../../../core/library/group-copies.ts";
import type { Schema } from "../schema.ts";

export interface NamedTrack {
  trackId: number;
  title: string;
  artist: string | null;
}

export interface ComparedTrack extends CopyFacts {
  recordingKey: string | null;
}

export interface CopyRepository {
  /** Tracks with an id above `afterId`, up to `upToId`, that were not named by this version of the rules. */
  unnamed(userId: number, version: number, afterId: number, upToId: number): Promise<NamedTrack[]>;
  highestTrackId(userId: number): Promise<number>;
  /** Keeps what tracks are called; their copies are then looked for. */
  name(
    userId: number,
    version: number,
    named: readonly { trackId: number; recordingKey: string | null }[],
  ): Promise<void>;
  /** Forgets what tracks were called, because their tags changed. */
  forgetNames(userId: number, trackIds: readonly number[]): Promise<void>;
  /** Tracks whose copies are still to be looked for, in order of id. */
  open(userId: number, limit: number): Promise<number[]>;
  /** Tracks in a group whose files are gone. */
  removed(userId: number): Promise<number[]>;
  /** Facts of those that are still there. */
  facts(userId: number, trackIds: readonly number[]): Promise<ComparedTrack[]>;
  /** Tracks of the same name, at most `limit`. */
  sameName(userId: number, recordingKey: string, limit: number): Promise<number[]>;
  /** Puts the pairs of one track in place of those it had, and counts it as compared. Gives all tracks once or now paired with it. */
  setPairs(userId: number, trackId: number, pairs: readonly CopyPair[]): Promise<number[]>;
  /** All that hang together with these tracks, through pairs. */
  connected(userId: number, trackIds: readonly number[]): Promise<{ trackIds: number[]; pairs: CopyPair[] }>;
  notSame(userId: number, trackIds: readonly number[]): Promise<[number, number][]>;
  setNotSame(userId: number, pairs: readonly (readonly [number, number])[], saidAtMs: number | null): Promise<void>;
  /** Puts the groups in place of those that these tracks were in; gives the tracks for which something changed. */
  setGroups(userId: number, trackIds: readonly number[], groups: readonly CopyGroup[]): Promise<number[]>;
  /** Groups with two or more copies that are there, by id. */
  groups(userId: number, page: { limit: number; offset: number }): Promise<CopyGroup[]>;
  /** The others of the track's group. */
  others(userId: number, trackId: number): Promise<number[]>;
  count(userId: number): Promise<{ groups: number; extraTracks: number }>;
}

const ROWS_PER_STATEMENT = 400;
/** No recording is believed to be there more often than this; a chain of mistakes must not swallow a library. */
const MOST_CONNECTED = 300;

export function createCopyRepository(db: Kysely<Schema>): CopyRepository {
  const pairsOf = (userId: number, trackIds: readonly number[]) =>
    db
      .selectFrom("copy_pairs")
      .select(["track_a as a", "track_b as b", "evidence", "similarity"])
      .where("user_id", "=", userId)
      .where((where) => where.or([where("track_a", "in", trackIds), where("track_b", "in", trackIds)]))
      .execute();
  const copiesOf = (userId: number) => db.selectFrom("track_copies").where("track_copies.user_id", "=", userId);
  const noteChanges = async (userId: number, trackIds: readonly number[]): Promise<void> => {
    for (let start = 0; start < trackIds.length; start += ROWS_PER_STATEMENT) {
      const rows = trackIds.slice(start, start + ROWS_PER_STATEMENT);
      await db
        .insertInto("track_changes")
        .values(rows.map((trackId) => ({ user_id: userId, track_id: trackId })))
        .execute();
    }
  };

  return {
    async unnamed(userId, version, afterId, upToId) {
      return await db
        .selectFrom("tracks")
        .leftJoin("track_identities", (join) =>
          join.onRef("track_identities.track_id", "=", "tracks.id").on("track_identities.version", "=", version),
        )
        .select(["tracks.id as trackId", "title", "artist"])
        .where("tracks.user_id", "=", userId)
        .where("tracks.id", ">", afterId)
        .where("tracks.id", "<=", upToId)
        .where("removed_at_ms", "is", null)
        .where("track_identities.track_id", "is", null)
        .execute();
    },
    async highestTrackId(userId) {
      const row = await db
        .selectFrom("tracks")
        .select("id")
        .where("user_id", "=", userId)
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      return row?.id ?? 0;
    },
    async name(userId, version, named) {
      for (let start = 0; start < named.length; start += ROWS_PER_STATEMENT) {
        const rows = named.slice(start, start + ROWS_PER_STATEMENT).map(({ trackId, recordingKey }) => ({
          track_id: trackId,
          user_id: userId,
          version,
          recording_key: recordingKey,
          is_compared: 0 as const,
        }));
        await db
          .insertInto("track_identities")
          .values(rows)
          .onConflict((conflict) =>
            conflict.column("track_id").doUpdateSet((row) => ({
              version: row.ref("excluded.version"),
              recording_key: row.ref("excluded.recording_key"),
              is_compared: row.ref("excluded.is_compared"),
            })),
          )
          .execute();
      }
    },
    async forgetNames(userId, trackIds) {
      if (trackIds.length === 0) return;
      await db.deleteFrom("track_identities").where("user_id", "=", userId).where("track_id", "in", trackIds).execute();
    },
    async open(userId, limit) {
      const rows = await db
        .selectFrom("track_identities")
        .select("track_id")
        .where("user_id", "=", userId)
        .where("is_compared", "=", sql<0>`0`)
        .orderBy("track_id")
        .limit(limit)
        .execute();
      return rows.map((row) => row.track_id);
    },
    async removed(userId) {
      const rows = await copiesOf(userId)
        .innerJoin("tracks", "tracks.id", "track_copies.track_id")
        .select("track_copies.track_id")
        .where("removed_at_ms", "is not", null)
        .execute();
      return rows.map((row) => row.track_id);
    },
    async facts(userId, trackIds) {
      const found: ComparedTrack[] = [];
      for (let start = 0; start < trackIds.length; start += ROWS_PER_STATEMENT) {
        const rows = await db
          .selectFrom("tracks")
          .leftJoin("track_identities", "track_identities.track_id", "tracks.id")
          .select(["tracks.id", "mime_type", "size_bytes", "duration_ms", "artist", "album", "has_cover"])
          .select(["recording_key", "playable"])
          .where("tracks.user_id", "=", userId)
          .where("removed_at_ms", "is", null)
          .where("tracks.id", "in", trackIds.slice(start, start + ROWS_PER_STATEMENT))
          .execute();
        for (const row of rows) {
          found.push({
            trackId: row.id,
            isMeasured: row.playable === 1,
            mimeType: row.mime_type,
            sizeBytes: row.size_bytes,
            durationMs: row.duration_ms,
            tagCount: Number(Boolean(row.artist)) + Number(Boolean(row.album)) + row.has_cover,
            recordingKey: row.recording_key,
          });
        }
      }
      return found;
    },
    async sameName(userId, recordingKey, limit) {
      const rows = await db
        .selectFrom("track_identities")
        .select("track_id")
        .where("user_id", "=", userId)
        .where("recording_key", "=", recordingKey)
        .limit(limit)
        .execute();
      return rows.map((row) => row.track_id);
    },
    async setPairs(userId, trackId, pairs) {
      const before = await pairsOf(userId, [trackId]);
      if (before.length > 0) {
        await db
          .deleteFrom("copy_pairs")
          .where("user_id", "=", userId)
          .where((where) => where.or([where("track_a", "=", trackId), where("track_b", "=", trackId)]))
          .execute();
      }
      if (pairs.length > 0) {
        const rows = pairs.map(({ a, b, evidence, similarity }) => ({
          user_id: userId,
          track_a: Math.min(a, b),
          track_b: Math.max(a, b),
          evidence,
          similarity,
        }));
        await db.insertInto("copy_pairs").values(rows).execute();
      }
      await db.updateTable("track_identities").set({ is_compared: 1 }).where("track_id", "=", trackId).execute();
      return [...new Set([...before, ...pairs].flatMap(({ a, b }) => [a, b]))];
    },
    async connected(userId, trackIds) {
      const seen = new Set(trackIds);
      const pairs = new Map<string, CopyPair>();
      for (let edge = [...seen]; edge.length > 0 && seen.size < MOST_CONNECTED;) {
        const next: number[] = [];
        for (const pair of await pairsOf(userId, edge)) {
          pairs.set(`${pair.a} ${pair.b}`, pair);
          for (const trackId of [pair.a, pair.b]) {
            if (seen.has(trackId)) continue;
            seen.add(trackId);
            next.push(trackId);
          }
        }
        edge = next;
      }
      return { trackIds: [...seen], pairs: [...pairs.values()] };
    },
    async notSame(userId, trackIds) {
      if (trackIds.length === 0) return [];
      const rows = await db
        .selectFrom("not_same_pairs")
        .select(["track_a", "track_b"])
        .where("user_id", "=", userId)
        .where("track_a", "in", trackIds)
        .execute();
      return rows.map((row) => [row.track_a, row.track_b]);
    },
    async setNotSame(userId, pairs, saidAtMs) {
      for (const [a, b] of pairs) {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        await db
          .deleteFrom("not_same_pairs")
          .where("user_id", "=", userId)
          .where("track_a", "=", low)
          .where("track_b", "=", high)
          .execute();
        if (saidAtMs === null) continue;
        const row = { user_id: userId, track_a: low, track_b: high, said_at_ms: saidAtMs };
        await db.insertInto("not_same_pairs").values(row).execute();
      }
    },
    async setGroups(userId, trackIds, groups) {
      const involved = [
        ...new Set([...trackIds, ...groups.flatMap(({ copies }) => copies.map((copy) => copy.trackId))]),
      ];
      const before = await copiesOf(userId).selectAll().where("track_id", "in", involved).execute();
      const rows = groups.flatMap(({ id, copies }) => copies.map((copy) => toRow(userId, id, copy)));
      const unchanged = new Set(before.map((row) => JSON.stringify(sorted(row))));
      const changed = rows.filter((row) => !unchanged.has(JSON.stringify(sorted(row))));
      const grouped = new Set(rows.map((row) => row.track_id));
      const touched = [
        ...changed.map((row) => row.track_id),
        ...before.filter((row) => !grouped.has(row.track_id)).map((row) => row.track_id),
      ];
      if (touched.length === 0) return [];
      await db.deleteFrom("track_copies").where("user_id", "=", userId).where("track_id", "in", touched).execute();
      if (changed.length > 0) await db.insertInto("track_copies").values(changed).execute();
      await noteChanges(userId, touched);
      return touched;
    },
    async groups(userId, { limit, offset }) {
      const ids = await copiesOf(userId)
        .select("group_id")
        .groupBy("group_id")
        .orderBy("group_id")
        .limit(limit)
        .offset(offset)
        .execute();
      if (ids.length === 0) return [];
      const rows = await copiesOf(userId)
        .selectAll()
        .where(
          "group_id",
          "in",
          ids.map((row) => row.group_id),
        )
        .orderBy("group_id")
        .orderBy("is_preferred", "desc")
        .orderBy("track_id")
        .execute();
      const groups = new Map<number, CopyGroup>();
      for (const row of rows) {
        const group = groups.get(row.group_id) ?? { id: row.group_id, copies: [] };
        groups.set(row.group_id, group);
        const { evidence, similarity } = row;
        group.copies.push({ trackId: row.track_id, preferred: row.is_preferred === 1, evidence, similarity });
      }
      return [...groups.values()];
    },
    async others(userId, trackId) {
      const rows = await copiesOf(userId)
        .select("track_id")
        .where("group_id", "in", copiesOf(userId).select("group_id").where("track_id", "=", trackId))
        .where("track_id", "!=", trackId)
        .execute();
      return rows.map((row) => row.track_id);
    },
    async count(userId) {
      const row = await copiesOf(userId)
        .select(sql<number>`count(*)`.as("tracks"))
        .select(sql<number>`count(distinct group_id)`.as("groups"))
        .executeTakeFirstOrThrow();
      return { groups: row.groups, extraTracks: row.tracks - row.groups };
    },
  };
}

function toRow(userId: number, groupId: number, { trackId, preferred, evidence, similarity }: GroupedCopy) {
  const isPreferred: 0 | 1 = preferred ? 1 : 0;
  return { track_id: trackId, user_id: userId, group_id: groupId, is_preferred: isPreferred, evidence, similarity };
}

function sorted(row: object): [string, unknown][] {
  return Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
}
