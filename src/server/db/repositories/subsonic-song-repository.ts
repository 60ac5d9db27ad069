/** Keeps what is known of a Subsonic server's songs besides their tracks, and finds what a sync has to do. */
import { sql, type Kysely } from "kysely";
import type { Schema } from "../schema.ts";

export interface KnownSong {
  trackId: number;
  sizeBytes: number;
  modifiedAtMs: number;
  tagHash: string;
  removed: boolean;
}

export interface NewSubsonicSong {
  trackId: number;
  coverArtId: string | null;
  isrc: string | null;
  musicBrainzId: string | null;
  tagHash: string;
  seenBySync: number;
}

export interface SongToAnalyse {
  trackId: number;
  songId: string;
  title: string;
  sizeBytes: number;
}

export interface SubsonicSongRepository {
  /** Those of the server's song ids that are known. */
  known(userId: number, songIds: readonly string[]): Promise<Map<string, KnownSong>>;
  put(userId: number, songs: readonly NewSubsonicSong[]): Promise<void>;
  /** New words for a song whose sound is as it was; what was measured stays. */
  retag(
    userId: number,
    trackId: number,
    tags: Record<"title" | "search_text" | "sort_text" | "mime_type", string> & {
      artist: string | null;
      album: string | null;
      genre: string | null;
      duration_ms: number | null;
      has_cover: 0 | 1;
    },
  ): Promise<void>;
  markSeen(userId: number, trackIds: readonly number[], syncId: number): Promise<void>;
  /** Tracks that are in the library and were not found by a sync. */
  notSeen(userId: number, syncId: number): Promise<number[]>;
  /** Tracks whose sound no analyser of this version has looked at, in order of id; those above `afterId`, at most `limit`. */
  toAnalyse(userId: number, analyserVersion: number, afterId: number, limit: number): Promise<SongToAnalyse[]>;
  countToAnalyse(userId: number, analyserVersion: number): Promise<number>;
  /** The server's id of a track of it; null for any other track. */
  songIdOf(userId: number, trackId: number): Promise<string | null>;
  /** Song ids of those of the tracks that are of the server, by track id. */
  songIdsOf(userId: number, trackIds: readonly number[]): Promise<Map<number, string>>;
  /** Undefined for a song that is not known. */
  coverArtId(userId: number, songId: string): Promise<string | null | undefined>;
  /** Sets likes to what the server says, but for those it has yet to be told. */
  setLiked(userId: number, trackIds: readonly number[], liked: boolean): Promise<number[]>;
  count(userId: number): Promise<number>;
  /** Those flagged as removed are among them. */
  allTrackIds(userId: number): Promise<number[]>;
  /** Deletes every track of the server and all that hangs on them; says how many of each. */
  deleteAll(userId: number): Promise<Record<"tracks" | "features" | "plays" | "feedback" | "playlistEntries", number>>;
}

const SOURCE = "subsonic";
const ROWS_PER_STATEMENT = 400;

export function createSubsonicSongRepository(db: Kysely<Schema>): SubsonicSongRepository {
  const tracks = (userId: number) =>
    db.selectFrom("tracks").where("tracks.user_id", "=", userId).where("tracks.source", "=", SOURCE);
  const waiting = (userId: number, analyserVersion: number) =>
    tracks(userId)
      .where("removed_at_ms", "is", null)
      .where((where) =>
        where.or([where("checked_version", "is", null), where("checked_version", "<", analyserVersion)]),
      );

  return {
    async known(userId, songIds) {
      const found = new Map<string, KnownSong>();
      for (const some of slices(songIds)) {
        const rows = await tracks(userId)
          .innerJoin("subsonic_songs", "subsonic_songs.track_id", "tracks.id")
          .select(["tracks.id", "path", "size_bytes", "modified_at_ms", "removed_at_ms", "tag_hash"])
          .where("path", "in", some)
          .execute();
        for (const row of rows) {
          found.set(row.path, {
            trackId: row.id,
            sizeBytes: row.size_bytes,
            modifiedAtMs: row.modified_at_ms,
            tagHash: row.tag_hash,
            removed: row.removed_at_ms !== null,
          });
        }
      }
      return found;
    },
    async put(userId, songs) {
      if (songs.length === 0) return;
      await db
        .insertInto("subsonic_songs")
        .values(
          songs.map((song) => ({
            track_id: song.trackId,
            user_id: userId,
            cover_art_id: song.coverArtId,
            isrc: song.isrc,
            music_brainz_id: song.musicBrainzId,
            tag_hash: song.tagHash,
            seen_by_sync: song.seenBySync,
          })),
        )
        .onConflict((conflict) =>
          conflict.column("track_id").doUpdateSet((row) => ({
            cover_art_id: row.ref("excluded.cover_art_id"),
            isrc: row.ref("excluded.isrc"),
            music_brainz_id: row.ref("excluded.music_brainz_id"),
            tag_hash: row.ref("excluded.tag_hash"),
            seen_by_sync: row.ref("excluded.seen_by_sync"),
          })),
        )
        .execute();
    },
    async retag(userId, trackId, tags) {
      await db.updateTable("tracks").set(tags).where("user_id", "=", userId).where("id", "=", trackId).execute();
      // Its copies are looked for by its name.
      await db.deleteFrom("track_identities").where("user_id", "=", userId).where("track_id", "=", trackId).execute();
    },
    async markSeen(userId, trackIds, syncId) {
      for (const some of slices(trackIds)) {
        await db
          .updateTable("subsonic_songs")
          .set({ seen_by_sync: syncId })
          .where("user_id", "=", userId)
          .where("track_id", "in", some)
          .execute();
      }
    },
    async notSeen(userId, syncId) {
      const rows = await tracks(userId)
        .innerJoin("subsonic_songs", "subsonic_songs.track_id", "tracks.id")
        .select("tracks.id")
        .where("removed_at_ms", "is", null)
        .where("seen_by_sync", "!=", syncId)
        .execute();
      return rows.map(({ id }) => id);
    },
    async toAnalyse(userId, analyserVersion, afterId, limit) {
      const rows = await waiting(userId, analyserVersion)
        .select(["id", "path", "title", "size_bytes"])
        .where("id", ">", afterId)
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map((row) => ({ trackId: row.id, songId: row.path, title: row.title, sizeBytes: row.size_bytes }));
    },
    async countToAnalyse(userId, analyserVersion) {
      const { count } = await waiting(userId, analyserVersion)
        .select(sql<number>`count(*)`.as("count"))
        .executeTakeFirstOrThrow();
      return count;
    },
    async songIdOf(userId, trackId) {
      const row = await tracks(userId).select("path").where("id", "=", trackId).executeTakeFirst();
      return row?.path ?? null;
    },
    async songIdsOf(userId, trackIds) {
      const found = new Map<number, string>();
      for (const some of slices(trackIds)) {
        const rows = await tracks(userId)
          .select(["id", "path"])
          .where("removed_at_ms", "is", null)
          .where("id", "in", some)
          .execute();
        for (const { id, path } of rows) found.set(id, path);
      }
      return found;
    },
    async coverArtId(userId, songId) {
      const row = await tracks(userId)
        .innerJoin("subsonic_songs", "subsonic_songs.track_id", "tracks.id")
        .select("cover_art_id")
        .where("path", "=", songId)
        .executeTakeFirst();
      return row?.cover_art_id;
    },
    async setLiked(userId, trackIds, liked) {
      const changed: number[] = [];
      for (const some of slices(trackIds)) {
        const rows = await db
          .updateTable("tracks")
          .set({ liked: liked ? 1 : 0 })
          .where("user_id", "=", userId)
          .where("source", "=", SOURCE)
          .where("id", "in", some)
          .where("liked", "=", liked ? 0 : 1)
          .where("path", "not in", (select) =>
            select
              .selectFrom("subsonic_outbox")
              .select("song_id")
              .where("user_id", "=", userId)
              .where("kind", "=", "star")
              .where("settled_at_ms", "is", null),
          )
          .returning("id")
          .execute();
        changed.push(...rows.map(({ id }) => id));
      }
      return changed;
    },
    async count(userId) {
      const { count } = await tracks(userId)
        .where("removed_at_ms", "is", null)
        .select(sql<number>`count(*)`.as("count"))
        .executeTakeFirstOrThrow();
      return count;
    },
    async allTrackIds(userId) {
      const rows = await tracks(userId).select("id").execute();
      return rows.map(({ id }) => id);
    },
    async deleteAll(userId) {
      const counted = async (table: "track_features" | "plays" | "feedback" | "playlist_entries"): Promise<number> => {
        const { count } = await db
          .selectFrom(table)
          .select(sql<number>`count(*)`.as("count"))
          .where("track_id", "in", tracks(userId).select("id"))
          .executeTakeFirstOrThrow();
        return count;
      };
      const hanging = {
        features: await counted("track_features"),
        plays: await counted("plays"),
        feedback: await counted("feedback"),
        playlistEntries: await counted("playlist_entries"),
      };
      const { numDeletedRows } = await db
        .deleteFrom("tracks")
        .where("user_id", "=", userId)
        .where("source", "=", SOURCE)
        .executeTakeFirst();
      return { tracks: Number(numDeletedRows), ...hanging };
    },
  };
}

function* slices<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += ROWS_PER_STATEMENT) {
    yield items.slice(start, start + ROWS_PER_STATEMENT);
  }
}
