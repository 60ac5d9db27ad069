/** Reads what the playlist maker needs to know of each track: where it lies, how it moves, when it was heard, what was said. */
import { sql, type Kysely, type SelectQueryBuilder } from "kysely";
import type { AffectPoint, Emotion } from "../../../core/affect/emotion.ts";
import type { FeedbackKind } from "../../../contracts/listening.ts";
import { dialectOf } from "../dialect-of.ts";
import { readOtherCopies, withPreferredCopies } from "./copies-of-candidates.ts";
import type { Schema } from "../schema.ts";
import { readTotals } from "./track-listing.ts";

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
  /** 0..1. */
  beatStrength: number | null;
  /** Pitch class, C = 0. */
  tonic: number | null;
  album: string | null;
  durationMs: number | null;
  liked: boolean;
  /** The mood that it was composed for, where it was. */
  madeFor: Emotion | null;
  /** End of the last hearing, or its last report; null when never heard. */
  lastHeardAtMs: number | null;
  /** Everything said about the track, oldest first; of its other copies too. */
  feedback: FeedbackEvent[];
  /** The group of copies of one recording that it stands for; null where it is the only one. */
  recordingKey: number | null;
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
  /**
   * Those of the ids that are candidates, and for a copy that playlists do not take the one that they do; the others are
   * not (removed, not analysed, unknown).
   */
  find(userId: number, ids: readonly number[]): Promise<CandidateRow[]>;
  /** Ids of about `count` tracks nearest to a point, nearest first, by an index of the plane. */
  nearest(userId: number, point: AffectPoint, count: number): Promise<number[]>;
  /** Ids of all tracks that something was said about. */
  spokenOf(userId: number): Promise<number[]>;
}

/** From any point of the plane no other is farther along an axis. */
const WHOLE_PLANE = 2;

export function createCandidateRepository(db: Kysely<Schema>): CandidateRepository {
  const owner = dialectOf(db) === "sqlite" ? sql<number>`+track_features.user_id` : sql<number>`track_features.user_id`;
  const candidates = (userId: number) =>
    db
      .selectFrom("track_features")
      .innerJoin("tracks", "tracks.id", "track_features.track_id")
      .leftJoin("pieces", "pieces.track_id", "track_features.track_id")
      .leftJoin("track_copies", "track_copies.track_id", "track_features.track_id")
      .select(["tracks.id", "artist", "liked", "tempo_bpm", "mode", "emotion", "group_id"])
      .select([
        "loudness_lufs",
        "brightness_hz",
        "onsets_per_second",
        "dynamic_range_db",
        "beat_strength",
        "tonic",
        "album",
        "duration_ms",
      ])
      .select(["track_features.valence", "track_features.arousal"])
      // The features' owner, not the tracks', and by a plus kept from SQLite's eye: it then walks the features by key
      // instead of sorting every page anew.
      .where(owner, "=", userId)
      .where("removed_at_ms", "is", null)
      // Of several copies of a recording one is enough.
      .where((where) => where.or([where("is_preferred", "is", null), where("is_preferred", "=", 1)]));

  const withListening = async (
    userId: number,
    rows: Awaited<ReturnType<typeof runPage>>,
    wanted: Wanted,
  ): Promise<CandidateRow[]> => {
    const events = await readFeedback(db, userId, wanted);
    const lastHeard = await readLastHeard(db, userId, wanted);
    const found = rows.map((row) => ({
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
      beatStrength: row.beat_strength,
      tonic: row.tonic,
      album: row.album,
      durationMs: row.duration_ms,
      liked: row.liked === 1,
      madeFor: row.emotion,
      lastHeardAtMs: lastHeard.get(row.id) ?? null,
      feedback: events.get(row.id) ?? [],
      recordingKey: row.group_id,
    }));
    return await countingCopies(userId, found);
  };

  /** What was heard and said of the other copies, added to the one that is taken. */
  const countingCopies = async (userId: number, rows: CandidateRow[]): Promise<CandidateRow[]> => {
    const groupIds = rows.flatMap((row) => row.recordingKey ?? []);
    if (groupIds.length === 0) return rows;
    const groups = await readOtherCopies(db, userId, groupIds);
    const others = [...groups.values()].flatMap(({ trackIds }) => trackIds);
    if (others.length === 0) return rows;
    const events = await readFeedback(db, userId, others);
    const lastHeard = await readLastHeard(db, userId, others);
    return rows.map((row) => {
      const copies = row.recordingKey === null ? undefined : groups.get(row.recordingKey);
      if (!copies) return row;
      const heard = [row.lastHeardAtMs ?? -Infinity, ...copies.trackIds.map((id) => lastHeard.get(id) ?? -Infinity)];
      const latest = Math.max(...heard);
      const said = [...row.feedback, ...copies.trackIds.flatMap((id) => events.get(id) ?? [])];
      return {
        ...row,
        liked: row.liked || copies.liked,
        lastHeardAtMs: latest === -Infinity ? null : latest,
        feedback: said.toSorted((a, b) => a.givenAtMs - b.givenAtMs),
      };
    });
  };
  const runPage = (userId: number, afterId: number, limit: number) =>
    candidates(userId)
      .where("track_features.track_id", ">", afterId)
      .orderBy("track_features.track_id")
      .limit(limit)
      .execute();

  return {
    async page(userId, afterId, limit) {
      const rows = await runPage(userId, afterId, limit);
      return await withListening(userId, rows, { from: rows.at(0)?.id ?? 0, to: rows.at(-1)?.id ?? 0 });
    },
    async find(userId, ids) {
      if (ids.length === 0) return [];
      const all = await withPreferredCopies(db, userId, ids);
      const rows = await candidates(userId)
        .where("track_features.track_id", "in", all)
        .orderBy("track_features.track_id")
        .execute();
      return await withListening(userId, rows, all);
    },
    async nearest(userId, { valence, arousal }, count) {
      const { playable } = await readTotals(db, userId, undefined);
      // As wide as holds four times as many, were they spread evenly; wider until there are enough.
      for (let reach = Math.sqrt((4 * count) / Math.max(1, playable)); ; reach *= 3) {
        const rows = await db
          .selectFrom("track_features")
          .select("track_id")
          .where("user_id", "=", userId)
          .where("valence", ">=", valence - reach)
          .where("valence", "<=", valence + reach)
          .where("arousal", ">=", arousal - reach)
          .where("arousal", "<=", arousal + reach)
          .orderBy(
            sql`(valence - ${valence}) * (valence - ${valence}) + (arousal - ${arousal}) * (arousal - ${arousal})`,
          )
          .limit(count)
          .execute();
        if (rows.length === count || reach > WHOLE_PLANE) return rows.map((row) => row.track_id);
      }
    },
    async spokenOf(userId) {
      const rows = await db
        .selectFrom("feedback")
        .select("track_id")
        .distinct()
        .where("user_id", "=", userId)
        .execute();
      return rows.map((row) => row.track_id);
    },
  };
}

/** Which tracks: those asked for, or for a page, which may be most of them, all from its first to its last. */
type Wanted = readonly number[] | { from: number; to: number };

function among<Table extends "feedback" | "plays">(
  table: SelectQueryBuilder<Schema, Table, object>,
  userId: number,
  wanted: Wanted,
): SelectQueryBuilder<Schema, Table, object> {
  const column = sql<number>`track_id`;
  const own = table.where(sql<number>`user_id`, "=", userId);
  return "from" in wanted
    ? own.where(column, ">=", wanted.from).where(column, "<=", wanted.to)
    : own.where(column, "in", wanted);
}

async function readLastHeard(db: Kysely<Schema>, userId: number, wanted: Wanted): Promise<Map<number, number>> {
  const rows = await among(db.selectFrom("plays"), userId, wanted)
    .select(["track_id", sql<number>`max(started_at_ms + played_ms)`.as("heard_at_ms")])
    .groupBy("track_id")
    .execute();
  return new Map(rows.map((row) => [row.track_id, row.heard_at_ms]));
}

async function readFeedback(db: Kysely<Schema>, userId: number, wanted: Wanted): Promise<Map<number, FeedbackEvent[]>> {
  const rows = await among(db.selectFrom("feedback"), userId, wanted)
    .select(["track_id", "kind", "given_at_ms", "target_valence", "target_arousal"])
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
