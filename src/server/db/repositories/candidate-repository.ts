/** Reads what the playlist maker needs to know of each track: where it lies, how it moves, when it was heard, what was said. */
import { sql, type Kysely } from "kysely";
import type { AffectPoint, Emotion } from "../../../core/affect/emotion.ts";
import type { FeedbackKind } from "../../../contracts/listening.ts";
import type { Schema } from "../schema.ts";

export interface CandidateRow {
  trackId: number;
  artist: string | null;
  valence: number;
  arousal: number;
  tempoBpm: number | null;
  mode: "major" | "minor" | null;
  /** The next three are null where the sound itself was not measured. */
  loudnessLufs: number | null;
  brightnessHz: number | null;
  onsetsPerSecond: number | null;
  dynamicRangeDb: number | null;
  /** Pitch class, C = 0. */
  tonic: number | null;
  album: string | null;
  durationMs: number | null;
  liked: boolean;
  /** The mood that it was composed for, where it was. */
  madeFor: Emotion | null;
  /** End of the last hearing, or its last report; null when never heard. */
  lastHeardAtMs: number | null;
  /** Everything said about the track, oldest first. */
  feedback: FeedbackEvent[];
}

export interface FeedbackEvent {
  kind: FeedbackKind;
  givenAtMs: number;
  /** The mood asked for when it was said; null where it is not known. */
  target: AffectPoint | null;
}

export interface CandidateRepository {
  /** Analysed tracks still in the folder with an id above `afterId`, in order of id, at most `limit`. */
  page(userId: number, afterId: number, limit: number): Promise<CandidateRow[]>;
  /** Those of the ids that are candidates; the others are not (removed, not analysed, unknown). */
  find(userId: number, ids: readonly number[]): Promise<CandidateRow[]>;
}

export function createCandidateRepository(db: Kysely<Schema>): CandidateRepository {
  const candidates = (userId: number) =>
    db
      .selectFrom("track_features")
      .innerJoin("tracks", "tracks.id", "track_features.track_id")
      .leftJoin("pieces", "pieces.track_id", "track_features.track_id")
      .select(["tracks.id", "artist", "liked", "tempo_bpm", "mode", "emotion"])
      .select([
        "loudness_lufs",
        "brightness_hz",
        "onsets_per_second",
        "dynamic_range_db",
        "tonic",
        "album",
        "duration_ms",
      ])
      .select(["track_features.valence", "track_features.arousal"])
      .select(
        sql<number | null>`(select max(started_at_ms + played_ms) from plays where plays.track_id = tracks.id)`.as(
          "last_heard_at_ms",
        ),
      )
      // The features' owner, not the tracks': SQLite then walks the features by key instead of sorting every page anew.
      .where("track_features.user_id", "=", userId)
      .where("removed_at_ms", "is", null);

  const withFeedback = async (userId: number, rows: Awaited<ReturnType<typeof runPage>>): Promise<CandidateRow[]> => {
    const events = await readFeedback(db, userId, rows.at(0)?.id ?? 0, rows.at(-1)?.id ?? 0);
    return rows.map((row) => ({
      trackId: row.id,
      artist: row.artist,
      valence: row.valence,
      arousal: row.arousal,
      tempoBpm: row.tempo_bpm,
      mode: row.mode,
      loudnessLufs: row.loudness_lufs,
      brightnessHz: row.brightness_hz,
      onsetsPerSecond: row.onsets_per_second,
      dynamicRangeDb: row.dynamic_range_db,
      tonic: row.tonic,
      album: row.album,
      durationMs: row.duration_ms,
      liked: row.liked === 1,
      madeFor: row.emotion,
      lastHeardAtMs: row.last_heard_at_ms,
      feedback: events.get(row.id) ?? [],
    }));
  };
  const runPage = (userId: number, afterId: number, limit: number) =>
    candidates(userId)
      .where("track_features.track_id", ">", afterId)
      .orderBy("track_features.track_id")
      .limit(limit)
      .execute();

  return {
    async page(userId, afterId, limit) {
      return await withFeedback(userId, await runPage(userId, afterId, limit));
    },
    async find(userId, ids) {
      if (ids.length === 0) return [];
      const rows = await candidates(userId)
        .where("track_features.track_id", "in", ids)
        .orderBy("track_features.track_id")
        .execute();
      return await withFeedback(userId, rows);
    },
  };
}

async function readFeedback(
  db: Kysely<Schema>,
  userId: number,
  fromTrackId: number,
  toTrackId: number,
): Promise<Map<number, FeedbackEvent[]>> {
  const rows = await db
    .selectFrom("feedback")
    .select(["track_id", "kind", "given_at_ms", "target_valence", "target_arousal"])
    .where("user_id", "=", userId)
    .where("track_id", ">=", fromTrackId)
    .where("track_id", "<=", toTrackId)
    .orderBy("track_id")
    .orderBy("given_at_ms")
    .orderBy("id")
    .execute();
  const events = new Map<number, FeedbackEvent[]>();
  for (const row of rows) {
    const { target_valence: valence, target_arousal: arousal } = row;
    const target = valence === null || arousal === null ? null : { valence, arousal };
    const event = { kind: row.kind, givenAtMs: row.given_at_ms, target };
    const list = events.get(row.track_id);
    if (list) list.push(event);
    else events.set(row.track_id, [event]);
  }
  return events;
}
