/**
 * Finds tracks whose mood may be asked for outside: those of the Subsonic server that nobody measured here and that no
 * more trusted guess is known of. Tracks of any other source are never among them.
 */
import type { Kysely } from "kysely";
import { ESTIMATE_ORIGINS, type EstimateOrigin } from "../../../sources/outside-features/track-estimate.ts";
import type { Schema } from "../schema.ts";
import { NOT_MEASURED } from "./track-estimate-repository.ts";

export interface UnmeasuredTrack {
  trackId: number;
  source: "subsonic";
  isrc: string | null;
  title: string;
  artist: string | null;
}

export interface UnmeasuredTrackRepository {
  /** In order of id, those above `afterId`, at most `limit`; without those that `origin` or a better one spoke of. */
  page(userId: number, origin: EstimateOrigin, afterId: number, limit: number): Promise<UnmeasuredTrack[]>;
  count(userId: number, origin: EstimateOrigin): Promise<number>;
}

export function createUnmeasuredTrackRepository(db: Kysely<Schema>): UnmeasuredTrackRepository {
  const open = (userId: number, origin: EstimateOrigin) => {
    const asGood = ESTIMATE_ORIGINS.slice(0, ESTIMATE_ORIGINS.indexOf(origin) + 1);
    return db
      .selectFrom("tracks")
      .innerJoin("subsonic_songs", "subsonic_songs.track_id", "tracks.id")
      .leftJoin("track_features", "track_features.track_id", "tracks.id")
      .leftJoin("track_estimates", "track_estimates.track_id", "tracks.id")
      .where("tracks.user_id", "=", userId)
      .where("tracks.source", "=", "subsonic")
      .where("tracks.removed_at_ms", "is", null)
      .where((where) => where.or([where("analyser_version", "is", null), where("analyser_version", "=", NOT_MEASURED)]))
      .where((where) => where.or([where("origin", "is", null), where("origin", "not in", asGood)]));
  };

  return {
    async page(userId, origin, afterId, limit) {
      const rows = await open(userId, origin)
        .select(["tracks.id", "isrc", "title", "artist"])
        .where("tracks.id", ">", afterId)
        .orderBy("tracks.id")
        .limit(limit)
        .execute();
      return rows.map(({ id, isrc, title, artist }) => ({ trackId: id, source: "subsonic", isrc, title, artist }));
    },
    async count(userId, origin) {
      const { tracks } = await open(userId, origin)
        .select((select) => select.fn.countAll<number>().as("tracks"))
        .executeTakeFirstOrThrow();
      return tracks;
    },
  };
}
