/** Keeps under which id a playlist was saved on the Subsonic server, so that it is filled anew instead of doubled. */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

export interface SavedOnServer {
  serverPlaylistId: string;
  name: string;
}

export interface SubsonicPlaylistRepository {
  find(userId: number, playlistId: number): Promise<SavedOnServer | null>;
  put(userId: number, playlistId: number, saved: SavedOnServer, nowMs: number): Promise<void>;
  /** How many went. */
  deleteAll(userId: number): Promise<number>;
}

export function createSubsonicPlaylistRepository(db: Kysely<Schema>): SubsonicPlaylistRepository {
  return {
    async find(userId, playlistId) {
      const row = await db
        .selectFrom("subsonic_playlists")
        .select(["server_playlist_id as serverPlaylistId", "name"])
        .where("user_id", "=", userId)
        .where("playlist_id", "=", playlistId)
        .executeTakeFirst();
      return row ?? null;
    },
    async put(userId, playlistId, { serverPlaylistId, name }, nowMs) {
      const row = { user_id: userId, server_playlist_id: serverPlaylistId, name, saved_at_ms: nowMs };
      await db
        .insertInto("subsonic_playlists")
        .values({ playlist_id: playlistId, ...row })
        .onConflict((conflict) => conflict.column("playlist_id").doUpdateSet(row))
        .execute();
    },
    async deleteAll(userId) {
      const { numDeletedRows } = await db
        .deleteFrom("subsonic_playlists")
        .where("user_id", "=", userId)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
