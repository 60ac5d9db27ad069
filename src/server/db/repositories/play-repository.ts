/** Keeps what was heard, for how long, and how it ended. */
import type { Kysely } from "kysely";
import type { Play } from "../../../contracts/listening.ts";
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import type { Schema } from "../schema.ts";

export interface PlayRepository {
  /** @param mood how the listener feels, as far as is known; default not at all */
  insert(userId: number, play: Omit<Play, "id">, mood?: AffectPoint | null): Promise<Play>;
  /** Sets how much was heard, and how it ended where `end` is given; null when there is no such play. */
  update(userId: number, id: number, change: Pick<Play, "playedMs" | "end">): Promise<Play | null>;
}

const COLUMNS = ["id", "track_id", "playlist_id", "started_at_ms", "played_ms", "end_reason"] as const;

export function createPlayRepository(db: Kysely<Schema>): PlayRepository {
  return {
    async insert(userId, { trackId, playlistId, startedAtMs, playedMs, end }, mood = null) {
      const row = await db
        .insertInto("plays")
        .values({
          user_id: userId,
          track_id: trackId,
          playlist_id: playlistId,
          started_at_ms: startedAtMs,
          played_ms: playedMs,
          end_reason: end,
          mood_valence: mood?.valence ?? null,
          mood_arousal: mood?.arousal ?? null,
        })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow();
      return toPlay(row);
    },
    async update(userId, id, { playedMs, end }) {
      const row = await db
        .updateTable("plays")
        .set(end === null ? { played_ms: playedMs } : { played_ms: playedMs, end_reason: end })
        .where("user_id", "=", userId)
        .where("id", "=", id)
        .returning(COLUMNS)
        .executeTakeFirst();
      return row ? toPlay(row) : null;
    },
  };
}

function toPlay(row: {
  id: number;
  track_id: number;
  playlist_id: number | null;
  started_at_ms: number;
  played_ms: number;
  end_reason: Play["end"];
}): Play {
  return {
    id: row.id,
    trackId: row.track_id,
    playlistId: row.playlist_id,
    startedAtMs: row.started_at_ms,
    playedMs: row.played_ms,
    end: row.end_reason,
  };
}
