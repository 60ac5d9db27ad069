/** Keeps composed pieces: each is a track of the source `composed` and a row with its notes, which come and go together. */
import { sql, type Kysely } from "kysely";
import type { PieceOrigin, PieceSummary } from "../../../contracts/pieces.ts";
import type { Emotion } from "../../../core/affect/emotion.ts";
import type { Piece } from "../../../core/composition/piece.ts";
import { COMPOSED } from "../../../sources/composed/composed-source.ts";
import type { Schema } from "../schema.ts";
import { trackSearchText, trackSortText } from "../search-text.ts";
import { toTrackRow, type TaggedFile } from "./scanned-file-repository.ts";

export interface NewStoredPiece {
  /** Location, tags and what else is true of any track. */
  track: TaggedFile;
  piece: Piece;
  score: string;
  origin: PieceOrigin;
}

export interface StoredScore {
  location: string;
  title: string;
  score: string;
  keptAtMs: number;
}

export interface PieceRepository {
  /**
   * Gives the id of the new track; features are stored apart. Call inside a transaction.
   * @throws MoodSyncError `storage.constraint` where a piece was ever kept at this location
   */
  insert(userId: number, piece: NewStoredPiece, nowMs: number): Promise<number>;
  find(userId: number, id: number): Promise<(StoredScore & { summary: PieceSummary }) | null>;
  /** Newest first. */
  list(
    userId: number,
    query: { limit: number; offset: number; origin?: PieceOrigin | undefined },
  ): Promise<{ pieces: PieceSummary[]; total: number }>;
  findScore(userId: number, location: string): Promise<StoredScore | null>;
  /** Scores with a location after the given one, in order of location. */
  scoresAfter(userId: number, location: string, limit: number): Promise<StoredScore[]>;
  /** Locations that begin so, of pieces that are there and of pieces that were removed. */
  locationsLike(userId: number, prefix: string): Promise<Set<string>>;
  rename(userId: number, id: number, title: string): Promise<void>;
  /** Takes the notes away and flags the tracks; gives the locations of those that were there. */
  remove(userId: number, ids: readonly number[], nowMs: number): Promise<string[]>;
  /** Pieces that nobody asked for and nobody liked, oldest first; of one mood, or of all. */
  unasked(
    userId: number,
    origins: readonly PieceOrigin[],
    of?: { emotion: Emotion } | { locationPrefix: string },
  ): Promise<number[]>;
  /** The mood that each of these tracks was composed for; only composed ones with a named mood are in it. */
  emotions(userId: number, trackIds: readonly number[]): Promise<Map<number, Emotion>>;
}

const SUMMARY = [
  "tracks.id",
  "title as name",
  "origin",
  "emotion",
  "valence",
  "arousal",
  "seed",
  "bars",
  "note_count as notes",
  "duration_ms",
  "created_at_ms as createdAtMs",
  "liked",
] as const;

export function createPieceRepository(db: Kysely<Schema>): PieceRepository {
  const kept = (userId: number) =>
    db
      .selectFrom("pieces")
      .innerJoin("tracks", "tracks.id", "pieces.track_id")
      .where("pieces.user_id", "=", userId)
      .where("removed_at_ms", "is", null);
  const scores = (userId: number) =>
    kept(userId).select(["path as location", "title", "score", "created_at_ms as keptAtMs"]);

  return {
    async insert(userId, { track, piece, score, origin }, nowMs) {
      const { title, artist, album, path } = track;
      const row = toTrackRow(userId, COMPOSED, track, nowMs);
      const { id } = await db
        .insertInto("tracks")
        .values({ ...row, sort_text: trackSortText({ artist, album, path: `${title}\n${path}` }) })
        .returning("id")
        .executeTakeFirstOrThrow();
      const { emotion, valence, arousal } = piece.mood;
      await db
        .insertInto("pieces")
        .values({
          track_id: id,
          user_id: userId,
          origin,
          emotion,
          valence,
          arousal,
          seed: piece.seed,
          bars: piece.bars,
          note_count: piece.notes.length,
          created_at_ms: nowMs,
          score,
        })
        .execute();
      return id;
    },
    async find(userId, id) {
      const row = await kept(userId)
        .select([...SUMMARY, "path as location", "score"])
        .where("tracks.id", "=", id)
        .executeTakeFirst();
      if (!row) return null;
      const { location, score, ...rest } = row;
      const summary = toSummary(rest);
      return { summary, location, title: summary.name, score, keptAtMs: summary.createdAtMs };
    },
    async list(userId, { limit, offset, origin }) {
      const wanted = origin === undefined ? kept(userId) : kept(userId).where("origin", "=", origin);
      const rows = await wanted
        .select([...SUMMARY])
        .orderBy("created_at_ms", "desc")
        .orderBy("tracks.id", "desc")
        .limit(limit)
        .offset(offset)
        .execute();
      const { total } = await wanted.select(sql<number>`count(*)`.as("total")).executeTakeFirstOrThrow();
      return { pieces: rows.map(toSummary), total };
    },
    async findScore(userId, location) {
      return (await scores(userId).where("path", "=", location).executeTakeFirst()) ?? null;
    },
    async scoresAfter(userId, location, limit) {
      return await scores(userId).where("path", ">", location).orderBy("path").limit(limit).execute();
    },
    async locationsLike(userId, prefix) {
      const rows = await db
        .selectFrom("tracks")
        .select("path")
        .where("user_id", "=", userId)
        .where("source", "=", COMPOSED)
        .where("path", ">=", prefix)
        .where("path", "<", `${prefix}\u{10ffff}`)
        .execute();
      return new Set(rows.map(({ path }) => path));
    },
    async rename(userId, id, title) {
      const row = await db
        .selectFrom("tracks")
        .select(["artist", "album", "path"])
        .where("user_id", "=", userId)
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      const sort_text = trackSortText({ ...row, path: `${title}\n${row.path}` });
      await db
        .updateTable("tracks")
        .set({ title, search_text: trackSearchText({ ...row, title }), sort_text })
        .where("user_id", "=", userId)
        .where("id", "=", id)
        .execute();
    },
    async remove(userId, ids, nowMs) {
      if (ids.length === 0) return [];
      const gone = await kept(userId).select(["tracks.id", "path"]).where("tracks.id", "in", ids).execute();
      const there = gone.map(({ id }) => id);
      if (there.length === 0) return [];
      await db.deleteFrom("pieces").where("user_id", "=", userId).where("track_id", "in", there).execute();
      await db
        .updateTable("tracks")
        .set({ removed_at_ms: nowMs })
        .where("user_id", "=", userId)
        .where("id", "in", there)
        .execute();
      return gone.map(({ path }) => path);
    },
    async unasked(userId, origins, of) {
      let query = kept(userId).select("tracks.id").where("origin", "in", origins).where("liked", "=", 0);
      if (of !== undefined && "emotion" in of) query = query.where("emotion", "=", of.emotion);
      else if (of !== undefined) {
        const { locationPrefix: prefix } = of;
        query = query.where("path", ">=", prefix).where("path", "<", `${prefix}\u{10ffff}`);
      }
      return (await query.orderBy("created_at_ms").orderBy("tracks.id").execute()).map(({ id }) => id);
    },
    async emotions(userId, trackIds) {
      if (trackIds.length === 0) return new Map();
      const rows = await kept(userId)
        .select(["tracks.id", "emotion"])
        .where("emotion", "is not", null)
        .where("tracks.id", "in", trackIds)
        .execute();
      return new Map(rows.flatMap(({ id, emotion }) => (emotion === null ? [] : [[id, emotion]])));
    },
  };
}

function toSummary(
  row: Omit<PieceSummary, "durationMs" | "liked"> & { duration_ms: number | null; liked: number },
): PieceSummary {
  const { duration_ms: durationMs, liked, ...rest } = row;
  return { ...rest, durationMs: durationMs ?? 0, liked: liked === 1 };
}
