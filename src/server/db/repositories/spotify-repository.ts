/** Keeps what Spotify's part needs of its own: sign-ins begun, the listener's map from moods to playlists, playlists saved. */
import type { Kysely } from "kysely";
import type { Emotion } from "../../../core/affect/emotion.ts";
import type { Schema } from "../schema.ts";

export interface BegunSignIn {
  stateHash: string;
  sealedVerifier: string;
  redirectUri: string;
  expiresAtMs: number;
}

export interface MoodPlaylist {
  emotion: Emotion;
  playlistId: string;
}

export interface SavedPlaylist {
  playlistId: string;
  savedAtMs: number;
}

export interface SpotifyRepository {
  beginSignIn(userId: number, signIn: BegunSignIn): Promise<void>;
  /** Gives a sign-in and forgets it in the same step, so that it cannot be used twice. */
  takeSignIn(userId: number, stateHash: string): Promise<BegunSignIn | null>;
  deleteExpiredSignIns(nowMs: number): Promise<void>;
  /** In the listener's order, without those that expired. */
  listMoodPlaylists(userId: number, nowMs: number): Promise<MoodPlaylist[]>;
  /** Replaces the whole map. */
  setMoodPlaylists(userId: number, playlists: readonly MoodPlaylist[], expiresAtMs: number): Promise<void>;
  /** Lets those that Spotify still knows live on. */
  renewMoodPlaylists(userId: number, playlistIds: readonly string[], expiresAtMs: number): Promise<void>;
  findSavedPlaylist(userId: number, emotion: Emotion, nowMs: number): Promise<SavedPlaylist | null>;
  rememberSavedPlaylist(
    userId: number,
    emotion: Emotion,
    saved: SavedPlaylist & { expiresAtMs: number },
  ): Promise<void>;
  forgetSavedPlaylist(userId: number, emotion: Emotion): Promise<void>;
  /** Everything of this listener; says how many rows of each. */
  deleteAll(userId: number): Promise<{ pendingSignIns: number; moodPlaylists: number; savedPlaylists: number }>;
}

export function createSpotifyRepository(db: Kysely<Schema>): SpotifyRepository {
  return {
    ...signIns(db),
    ...moodPlaylists(db),
    ...savedPlaylists(db),
    async deleteAll(userId) {
      const count = async (
        table: "spotify_sign_ins" | "spotify_mood_playlists" | "spotify_saved_playlists",
      ): Promise<number> => {
        const { numDeletedRows } = await db.deleteFrom(table).where("user_id", "=", userId).executeTakeFirstOrThrow();
        return Number(numDeletedRows);
      };
      return {
        pendingSignIns: await count("spotify_sign_ins"),
        moodPlaylists: await count("spotify_mood_playlists"),
        savedPlaylists: await count("spotify_saved_playlists"),
      };
    },
  };
}

function signIns(db: Kysely<Schema>): Pick<SpotifyRepository, "beginSignIn" | "takeSignIn" | "deleteExpiredSignIns"> {
  return {
    async beginSignIn(userId, { stateHash, sealedVerifier, redirectUri, expiresAtMs }) {
      await db
        .insertInto("spotify_sign_ins")
        .values({
          user_id: userId,
          state_hash: stateHash,
          sealed_verifier: sealedVerifier,
          redirect_uri: redirectUri,
          expires_at_ms: expiresAtMs,
        })
        .execute();
    },
    async takeSignIn(userId, stateHash) {
      const row = await db
        .deleteFrom("spotify_sign_ins")
        .where("user_id", "=", userId)
        .where("state_hash", "=", stateHash)
        .returning(["sealed_verifier", "redirect_uri", "expires_at_ms"])
        .executeTakeFirst();
      if (!row) return null;
      const { sealed_verifier: sealedVerifier, redirect_uri: redirectUri, expires_at_ms: expiresAtMs } = row;
      return { stateHash, sealedVerifier, redirectUri, expiresAtMs };
    },
    async deleteExpiredSignIns(nowMs) {
      await db.deleteFrom("spotify_sign_ins").where("expires_at_ms", "<=", nowMs).execute();
    },
  };
}

function moodPlaylists(
  db: Kysely<Schema>,
): Pick<SpotifyRepository, "listMoodPlaylists" | "setMoodPlaylists" | "renewMoodPlaylists"> {
  return {
    async listMoodPlaylists(userId, nowMs) {
      const rows = await db
        .selectFrom("spotify_mood_playlists")
        .select(["emotion", "playlist_id"])
        .where("user_id", "=", userId)
        .where("expires_at_ms", ">", nowMs)
        .orderBy("position")
        .execute();
      return rows.map(({ emotion, playlist_id: playlistId }) => ({ emotion, playlistId }));
    },
    async setMoodPlaylists(userId, playlists, expiresAtMs) {
      await db.deleteFrom("spotify_mood_playlists").where("user_id", "=", userId).execute();
      if (playlists.length === 0) return;
      const rows = playlists.map(({ emotion, playlistId }, position) => ({
        user_id: userId,
        emotion,
        playlist_id: playlistId,
        position,
        expires_at_ms: expiresAtMs,
      }));
      await db.insertInto("spotify_mood_playlists").values(rows).execute();
    },
    async renewMoodPlaylists(userId, playlistIds, expiresAtMs) {
      if (playlistIds.length === 0) return;
      await db
        .updateTable("spotify_mood_playlists")
        .set({ expires_at_ms: expiresAtMs })
        .where("user_id", "=", userId)
        .where("playlist_id", "in", playlistIds)
        .execute();
    },
  };
}

function savedPlaylists(
  db: Kysely<Schema>,
): Pick<SpotifyRepository, "findSavedPlaylist" | "rememberSavedPlaylist" | "forgetSavedPlaylist"> {
  return {
    async findSavedPlaylist(userId, emotion, nowMs) {
      const row = await db
        .selectFrom("spotify_saved_playlists")
        .select(["playlist_id", "saved_at_ms"])
        .where("user_id", "=", userId)
        .where("emotion", "=", emotion)
        .where("expires_at_ms", ">", nowMs)
        .executeTakeFirst();
      return row ? { playlistId: row.playlist_id, savedAtMs: row.saved_at_ms } : null;
    },
    async rememberSavedPlaylist(userId, emotion, { playlistId, savedAtMs, expiresAtMs }) {
      const kept = { playlist_id: playlistId, saved_at_ms: savedAtMs, expires_at_ms: expiresAtMs };
      await db
        .insertInto("spotify_saved_playlists")
        .values({ user_id: userId, emotion, ...kept })
        .onConflict((conflict) => conflict.columns(["user_id", "emotion"]).doUpdateSet(kept))
        .execute();
    },
    async forgetSavedPlaylist(userId, emotion) {
      await db
        .deleteFrom("spotify_saved_playlists")
        .where("user_id", "=", userId)
        .where("emotion", "=", emotion)
        .execute();
    },
  };
}
