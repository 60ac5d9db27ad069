/** Keeps playlists: the mood asked for, and which track stands where and why. */
import type { Kysely } from "kysely";
import type { AffectPoint, Emotion } from "../../../core/affect/emotion.ts";
import type { Schema } from "../schema.ts";

export interface StoredPlaylistEntry {
  trackId: number;
  distance: number;
  reason: string;
}

export interface NewStoredPlaylist {
  createdAtMs: number;
  emotion: Emotion | null;
  target: AffectPoint;
  note: string | null;
  /** In playing order. */
  entries: readonly StoredPlaylistEntry[];
}

export type StoredPlaylist = NewStoredPlaylist & { id: number };

export interface PlaylistRepository {
  /** Call inside a transaction: a playlist and its entries come to be together. */
  insert(userId: number, playlist: NewStoredPlaylist): Promise<number>;
  /** Puts another in its place under the same id; false where there is none. Call inside a transaction. */
  replace(userId: number, id: number, playlist: NewStoredPlaylist): Promise<boolean>;
  find(userId: number, id: number): Promise<StoredPlaylist | null>;
  /** The mood a playlist was made for; null when it is unknown. */
  findTarget(userId: number, id: number): Promise<AffectPoint | null>;
}

export function createPlaylistRepository(db: Kysely<Schema>): PlaylistRepository {
  return {
    async insert(userId, { createdAtMs, emotion, target, note, entries }) {
      const { id } = await db
        .insertInto("playlists")
        .values({ user_id: userId, created_at_ms: createdAtMs, emotion, ...target, note })
        .returning("id")
        .executeTakeFirstOrThrow();
      await insertEntries(db, userId, id, entries);
      return id;
    },
    async replace(userId, id, { createdAtMs, emotion, target, note, entries }) {
      const replaced = await db
        .updateTable("playlists")
        .set({ created_at_ms: createdAtMs, emotion, ...target, note })
        .where("user_id", "=", userId)
        .where("id", "=", id)
        .returning("id")
        .executeTakeFirst();
      if (!replaced) return false;
      await db.deleteFrom("playlist_entries").where("playlist_id", "=", id).execute();
      await insertEntries(db, userId, id, entries);
      return true;
    },
    async find(userId, id) {
      const row = await db
        .selectFrom("playlists")
        .select(["created_at_ms", "emotion", "valence", "arousal", "note"])
        .where("user_id", "=", userId)
        .where("id", "=", id)
        .executeTakeFirst();
      if (!row) return null;
      const entries = await db
        .selectFrom("playlist_entries")
        .select(["track_id as trackId", "distance", "reason"])
        .where("playlist_id", "=", id)
        .orderBy("position")
        .execute();
      const target = { valence: row.valence, arousal: row.arousal };
      return { id, createdAtMs: row.created_at_ms, emotion: row.emotion, target, note: row.note, entries };
    },
    async findTarget(userId, id) {
      const row = await db
        .selectFrom("playlists")
        .select(["valence", "arousal"])
        .where("user_id", "=", userId)
        .where("id", "=", id)
        .executeTakeFirst();
      return row ?? null;
    },
  };
}

async function insertEntries(
  db: Kysely<Schema>,
  userId: number,
  playlistId: number,
  entries: readonly StoredPlaylistEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ trackId, distance, reason }, position) => ({
    playlist_id: playlistId,
    position,
    user_id: userId,
    track_id: trackId,
    distance,
    reason,
  }));
  await db.insertInto("playlist_entries").values(rows).execute();
}
