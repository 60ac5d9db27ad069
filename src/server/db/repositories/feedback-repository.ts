/** Keeps what the listener said about a track, with the mood it was said at. Reading it back is the candidates' business. */
import type { Kysely } from "kysely";
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import type { FeedbackKind } from "../../../contracts/listening.ts";
import type { Schema } from "../schema.ts";

export interface NewStoredFeedback {
  trackId: number;
  playlistId: number | null;
  kind: FeedbackKind;
  givenAtMs: number;
  target: AffectPoint | null;
}

export interface FeedbackRepository {
  /** Gives the id of the new row. */
  insert(userId: number, feedback: NewStoredFeedback): Promise<number>;
}

export function createFeedbackRepository(db: Kysely<Schema>): FeedbackRepository {
  return {
    async insert(userId, { trackId, playlistId, kind, givenAtMs, target }) {
      const { id } = await db
        .insertInto("feedback")
        .values({
          user_id: userId,
          track_id: trackId,
          playlist_id: playlistId,
          kind,
          given_at_ms: givenAtMs,
          target_valence: target?.valence ?? null,
          target_arousal: target?.arousal ?? null,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      return id;
    },
  };
}
