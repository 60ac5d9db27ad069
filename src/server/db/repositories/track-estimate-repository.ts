/**
 * Keeps guesses at moods, one a track: the most trusted one. Where the sound was not measured, the guess stands in the
 * track's features under the analyser version 0, so that playlists take it like any other; a measurement replaces it.
 */
import type { Kysely } from "kysely";
import {
  isMoreTrusted,
  type EstimateOrigin,
  type TrackEstimate,
} from "../../../sources/outside-features/track-estimate.ts";
import type { Schema } from "../schema.ts";

export interface NewTrackEstimate extends TrackEstimate {
  trackId: number;
  expiresAtMs: number | null;
}

export interface TrackEstimateRepository {
  /** Keeps guesses, save where a more trusted one is there. */
  put(userId: number, estimates: readonly NewTrackEstimate[], nowMs: number): Promise<void>;
  /** What one origin said of tracks, taken back. */
  deleteOf(userId: number, trackIds: readonly number[], origin: EstimateOrigin): Promise<void>;
  /** Takes back all that one origin said; gives the tracks. */
  deleteOrigin(userId: number, origin: EstimateOrigin): Promise<number[]>;
  /** Takes back what has expired; gives the tracks. */
  deleteExpired(userId: number, nowMs: number): Promise<number[]>;
  /** Tracks whose mood comes from each origin and from nothing better. */
  count(userId: number): Promise<Map<EstimateOrigin, number>>;
}

/** Stands for the analyser in features that nobody measured. */
export const NOT_MEASURED = 0;
const ROWS_PER_STATEMENT = 400;

export function createTrackEstimateRepository(db: Kysely<Schema>): TrackEstimateRepository {
  const mine = (userId: number) => db.deleteFrom("track_estimates").where("user_id", "=", userId);
  /** Takes the guesses out of the features, too. */
  const dropped = async (userId: number, rows: readonly { track_id: number }[]): Promise<number[]> => {
    const ids = rows.map((row) => row.track_id);
    for (let start = 0; start < ids.length; start += ROWS_PER_STATEMENT) {
      await db
        .deleteFrom("track_features")
        .where("user_id", "=", userId)
        .where("analyser_version", "=", NOT_MEASURED)
        .where("track_id", "in", ids.slice(start, start + ROWS_PER_STATEMENT))
        .execute();
    }
    return ids;
  };

  return {
    async put(userId, estimates, nowMs) {
      for (const some of slices(estimates)) {
        const before = await db
          .selectFrom("track_estimates")
          .select(["track_id", "origin"])
          .where("user_id", "=", userId)
          .where(
            "track_id",
            "in",
            some.map(({ trackId }) => trackId),
          )
          .execute();
        const origins = new Map(before.map((row) => [row.track_id, row.origin]));
        const kept = some.filter(({ trackId, origin }) => {
          const other = origins.get(trackId);
          return other === undefined || !isMoreTrusted(other, origin);
        });
        if (kept.length === 0) continue;
        await storeEstimates(db, userId, kept, nowMs);
        await storeAsFeatures(db, userId, kept, nowMs);
      }
    },
    async deleteOf(userId, trackIds, origin) {
      for (const some of slices(trackIds)) {
        const gone = mine(userId).where("track_id", "in", some).where("origin", "=", origin).returning("track_id");
        await dropped(userId, await gone.execute());
      }
    },
    async deleteOrigin(userId, origin) {
      return await dropped(userId, await mine(userId).where("origin", "=", origin).returning("track_id").execute());
    },
    async deleteExpired(userId, nowMs) {
      return await dropped(
        userId,
        await mine(userId).where("expires_at_ms", "<=", nowMs).returning("track_id").execute(),
      );
    },
    async count(userId) {
      const rows = await db
        .selectFrom("track_estimates")
        .innerJoin("tracks", "tracks.id", "track_estimates.track_id")
        .innerJoin("track_features", "track_features.track_id", "track_estimates.track_id")
        .select(["origin", (select) => select.fn.countAll<number>().as("tracks")])
        .where("track_estimates.user_id", "=", userId)
        .where("tracks.removed_at_ms", "is", null)
        .where("analyser_version", "=", NOT_MEASURED)
        .groupBy("origin")
        .execute();
      return new Map(rows.map(({ origin, tracks }) => [origin, tracks]));
    },
  };
}

async function storeEstimates(
  db: Kysely<Schema>,
  userId: number,
  estimates: readonly NewTrackEstimate[],
  nowMs: number,
): Promise<void> {
  await db
    .insertInto("track_estimates")
    .values(
      estimates.map(({ trackId, origin, valence, arousal, tempoBpm, expiresAtMs }) => ({
        track_id: trackId,
        user_id: userId,
        origin,
        valence,
        arousal,
        tempo_bpm: tempoBpm,
        estimated_at_ms: nowMs,
        expires_at_ms: expiresAtMs,
      })),
    )
    .onConflict((conflict) =>
      conflict.column("track_id").doUpdateSet((row) => ({
        origin: row.ref("excluded.origin"),
        valence: row.ref("excluded.valence"),
        arousal: row.ref("excluded.arousal"),
        tempo_bpm: row.ref("excluded.tempo_bpm"),
        estimated_at_ms: row.ref("excluded.estimated_at_ms"),
        expires_at_ms: row.ref("excluded.expires_at_ms"),
      })),
    )
    .execute();
}

/** Into the features, unless something measured stands there. */
async function storeAsFeatures(
  db: Kysely<Schema>,
  userId: number,
  estimates: readonly NewTrackEstimate[],
  nowMs: number,
): Promise<void> {
  const unmeasured = { tonic: null, mode: null, loudness_lufs: null, dynamic_range_db: null };
  await db
    .insertInto("track_features")
    .values(
      estimates.map(({ trackId, valence, arousal, tempoBpm }) => ({
        track_id: trackId,
        user_id: userId,
        analyser_version: NOT_MEASURED,
        tempo_bpm: tempoBpm,
        ...unmeasured,
        brightness_hz: null,
        onsets_per_second: null,
        valence,
        arousal,
        analysed_at_ms: nowMs,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column("track_id")
        .doUpdateSet((row) => ({
          tempo_bpm: row.ref("excluded.tempo_bpm"),
          valence: row.ref("excluded.valence"),
          arousal: row.ref("excluded.arousal"),
          analysed_at_ms: row.ref("excluded.analysed_at_ms"),
        }))
        .where("track_features.analyser_version", "=", NOT_MEASURED),
    )
    .execute();
}

function* slices<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += ROWS_PER_STATEMENT) {
    yield items.slice(start, start + ROWS_PER_STATEMENT);
  }
}
