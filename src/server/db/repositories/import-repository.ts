/** Keeps what comes from other programs: listens, likes, and the songs of a playlist that the library lacks. */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

export interface ImportedListen {
  trackId: number;
  startedAtMs: number;
  playedMs: number;
}

export interface MissingEntry {
  position: number;
  artist: string | null;
  title: string | null;
  album: string | null;
  location: string | null;
  durationMs: number | null;
}

export interface ImportRepository {
  /** When these tracks were heard, whoever saw it, by track id; ascending. */
  listenTimes(userId: number, trackIds: readonly number[]): Promise<Map<number, number[]>>;
  /** Keeps listens, those that an import brought before excepted; says how many are new. */
  insertListens(userId: number, origin: string, listens: readonly ImportedListen[]): Promise<number>;
  /** Those of the tracks that are liked. */
  likedAmong(userId: number, trackIds: readonly number[]): Promise<Set<number>>;
  /** Puts these in the place of what a playlist lacked so far. Call inside a transaction. */
  replaceMissing(userId: number, playlistId: number, entries: readonly MissingEntry[]): Promise<void>;
  /** In the order of the file. */
  missing(userId: number, playlistId: number): Promise<MissingEntry[]>;
}

const ROWS_PER_STATEMENT = 500;

export function createImportRepository(db: Kysely<Schema>): ImportRepository {
  return {
    async listenTimes(userId, trackIds) {
      const times = new Map<number, number[]>(trackIds.map((id) => [id, []]));
      for (const some of portions(trackIds)) {
        const rows = await db
          .selectFrom("plays")
          .select(["track_id", "started_at_ms"])
          .where("user_id", "=", userId)
          .where("track_id", "in", some)
          .orderBy("track_id")
          .orderBy("started_at_ms")
          .execute();
        for (const row of rows) times.get(row.track_id)?.push(row.started_at_ms);
      }
      return times;
    },
    async insertListens(userId, origin, listens) {
      let added = 0;
      for (const some of portions(listens)) {
        const rows = some.map(({ trackId, startedAtMs, playedMs }) => ({
          user_id: userId,
          track_id: trackId,
          playlist_id: null,
          started_at_ms: startedAtMs,
          played_ms: playedMs,
          end_reason: null,
          origin,
        }));
        const inserted = await db
          .insertInto("plays")
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .returning("id")
          .execute();
        added += inserted.length;
      }
      return added;
    },
    async likedAmong(userId, trackIds) {
      const liked = new Set<number>();
      for (const some of portions(trackIds)) {
        const rows = await db
          .selectFrom("tracks")
          .select("id")
          .where("user_id", "=", userId)
          .where("id", "in", some)
          .where("liked", "=", 1)
          .execute();
        for (const { id } of rows) liked.add(id);
      }
      return liked;
    },
    async replaceMissing(userId, playlistId, entries) {
      await db
        .deleteFrom("playlist_missing")
        .where("user_id", "=", userId)
        .where("playlist_id", "=", playlistId)
        .execute();
      for (const some of portions(entries)) {
        const rows = some.map(({ durationMs, ...entry }) => ({
          user_id: userId,
          playlist_id: playlistId,
          duration_ms: durationMs,
          ...entry,
        }));
        await db.insertInto("playlist_missing").values(rows).execute();
      }
    },
    async missing(userId, playlistId) {
      return await db
        .selectFrom("playlist_missing")
        .select(["position", "artist", "title", "album", "location", "duration_ms as durationMs"])
        .where("user_id", "=", userId)
        .where("playlist_id", "=", playlistId)
        .orderBy("position")
        .execute();
    },
  };
}

function portions<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / ROWS_PER_STATEMENT);
  return Array.from({ length: count }, (_, i) => items.slice(i * ROWS_PER_STATEMENT, (i + 1) * ROWS_PER_STATEMENT));
}
