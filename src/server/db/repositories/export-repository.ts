/** Reads whole tables in pages by id, for files that other programs read. */
import type { Kysely } from "kysely";
import type { Play } from "../../../contracts/listening.ts";
import type { Schema } from "../schema.ts";

/** A listen with the names that another program knows the song by. */
export interface ExportedListen {
  playId: number;
  artist: string | null;
  title: string;
  album: string | null;
  durationMs: number | null;
  startedAtMs: number;
  playedMs: number;
  end: Play["end"];
  origin: string;
}

export interface ExportRepository {
  /** Ids of the tracks that are in the library, ascending, above `afterId`. */
  trackIds(userId: number, afterId: number, limit: number): Promise<number[]>;
  /** Listens in the order in which they were kept, above `afterPlayId`. */
  listens(userId: number, afterPlayId: number, limit: number): Promise<ExportedListen[]>;
}

export function createExportRepository(db: Kysely<Schema>): ExportRepository {
  return {
    async trackIds(userId, afterId, limit) {
      const rows = await db
        .selectFrom("tracks")
        .select("id")
        .where("user_id", "=", userId)
        .where("removed_at_ms", "is", null)
        .where("id", ">", afterId)
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
    async listens(userId, afterPlayId, limit) {
      return await db
        .selectFrom("plays")
        .innerJoin("tracks", "tracks.id", "plays.track_id")
        .select(["plays.id as playId", "artist", "title", "album", "duration_ms as durationMs"])
        .select(["started_at_ms as startedAtMs", "played_ms as playedMs", "end_reason as end", "origin"])
        .where("plays.user_id", "=", userId)
        .where("plays.id", ">", afterPlayId)
        .orderBy("plays.id")
        .limit(limit)
        .execute();
    },
  };
}
