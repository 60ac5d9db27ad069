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

export interface TrackEstimateRepository {
  /** Keeps a guess unless a more trusted one is there; whether it was kept. */
  put(
    userId: number,
    trackId: number,
    estimate: TrackEstimate & { expiresAtMs: number | null },
    nowMs: number,
  ): Promise<boolean>;
  /** What one origin said of a track, taken back. */
  deleteOf(userId: number, trackId: number, origin: EstimateOrigin): Promise<void>;
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
    async put(userId, trackId, { origin, valence, arousal, tempoBpm, expiresAtMs }, nowMs) {
      const before = await db
        .selectFrom("track_estimates")
        .select("origin")
        .where("track_id", "=", trackId)
        .executeTakeFirst();
      if (before && isMoreTrusted(before.origin, origin)) return false;
      const row = {
        user_id: userId,
        origin,
        valence,
        arousal,
        tempo_bpm: tempoBpm,
        estimated_at_ms: nowMs,
        expires_at_ms: expiresAtMs,
      };
      await db
        .insertInto("track_estimates")
        .values({ track_id: trackId, ...row })
        .onConflict((conflict) => conflict.column("track_id").doUpdateSet(row))
        .execute();
      await storeAsFeatures(db, userId, trackId, { valence, arousal, tempoBpm }, nowMs);
      return true;
    },
    async deleteOf(userId, trackId, origin) {
      const gone = mine(userId).where("track_id", "=", trackId).where("origin", "=", origin).returning("track_id");
      await dropped(userId, await gone.execute());
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

/** Into the features, unless something measured stands there. */
async function storeAsFeatures(
  db: Kysely<Schema>,
  userId: number,
  trackId: number,
  { valence, arousal, tempoBpm }: Pick<TrackEstimate, "valence" | "arousal" | "tempoBpm">,
  nowMs: number,
): Promise<void> {
  const measured = { tonic: null, mode: null, loudness_lufs: null, dynamic_range_db: null };
  const row = {
    user_id: userId,
    analyser_version: NOT_MEASURED,
    tempo_bpm: tempoBpm,
    ...measured,
    brightness_hz: null,
    onsets_per_second: null,
    valence,
    arousal,
    analysed_at_ms: nowMs,
  };
  await db
    .insertInto("track_features")
    .values({ track_id: trackId, ...row })
    .onConflict((conflict) =>
      conflict.column("track_id").doUpdateSet(row).where("track_features.analyser_version", "=", NOT_MEASURED),
    )
    .execute();
}
