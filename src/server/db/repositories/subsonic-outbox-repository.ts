/** Keeps what a Subsonic server has yet to be told: stars (the last word counts) and hearings (each play once). */
import { sql, type Kysely } from "kysely";
import type { Schema } from "../schema.ts";

export type WaitingChange = { id: number; songId: string; queuedAtMs: number; maybeSent: boolean } & (
  | { kind: "star"; starred: boolean }
  | { kind: "scrobble"; heardFromMs: number }
);

export interface SubsonicOutboxRepository {
  /** In place of what was still to be said of that song. */
  putStar(userId: number, songId: string, starred: boolean, nowMs: number): Promise<void>;
  /** Whether it is new: a play that was told, or waits to be, is not put again. */
  putScrobble(
    userId: number,
    play: { playId: number; songId: string; heardFromMs: number },
    nowMs: number,
  ): Promise<boolean>;
  /** The oldest that is not settled; null where nothing waits. */
  next(userId: number): Promise<WaitingChange | null>;
  /** Before it is sent; `null` when it surely was not. */
  markSent(id: number, atMs: number | null): Promise<void>;
  /** It was told, or will never be. A star that was changed in the meantime stays. */
  settle(change: WaitingChange, nowMs: number): Promise<void>;
  count(userId: number): Promise<number>;
  /** Forgets settled hearings from before then. */
  prune(userId: number, beforeMs: number): Promise<void>;
  /** How many were not told yet. */
  deleteAll(userId: number): Promise<number>;
}

export function createSubsonicOutboxRepository(db: Kysely<Schema>): SubsonicOutboxRepository {
  const waiting = (userId: number) =>
    db.selectFrom("subsonic_outbox").where("user_id", "=", userId).where("settled_at_ms", "is", null);
  const count = async (userId: number): Promise<number> => {
    const row = await waiting(userId)
      .select(sql<number>`count(*)`.as("count"))
      .executeTakeFirstOrThrow();
    return row.count;
  };

  return {
    async putStar(userId, songId, starred, nowMs) {
      const change = { starred: starred ? 1 : 0, queued_at_ms: nowMs, sent_at_ms: null, settled_at_ms: null } as const;
      await db
        .insertInto("subsonic_outbox")
        .values({ user_id: userId, kind: "star", subject: songId, song_id: songId, heard_from_ms: null, ...change })
        .onConflict((conflict) => conflict.columns(["user_id", "kind", "subject"]).doUpdateSet(change))
        .execute();
    },
    async putScrobble(userId, { playId, songId, heardFromMs }, nowMs) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("subsonic_outbox")
        .values({
          user_id: userId,
          kind: "scrobble",
          subject: String(playId),
          song_id: songId,
          starred: null,
          heard_from_ms: heardFromMs,
          queued_at_ms: nowMs,
          sent_at_ms: null,
          settled_at_ms: null,
        })
        .onConflict((conflict) => conflict.columns(["user_id", "kind", "subject"]).doNothing())
        .executeTakeFirst();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async next(userId) {
      const row = await waiting(userId).selectAll().orderBy("id").limit(1).executeTakeFirst();
      if (!row) return null;
      const common = {
        id: row.id,
        songId: row.song_id,
        queuedAtMs: row.queued_at_ms,
        maybeSent: row.sent_at_ms !== null,
      };
      return row.kind === "star"
        ? { ...common, kind: "star", starred: row.starred === 1 }
        : { ...common, kind: "scrobble", heardFromMs: row.heard_from_ms ?? row.queued_at_ms };
    },
    async markSent(id, atMs) {
      await db.updateTable("subsonic_outbox").set({ sent_at_ms: atMs }).where("id", "=", id).execute();
    },
    async settle(change, nowMs) {
      if (change.kind === "scrobble") {
        await db.updateTable("subsonic_outbox").set({ settled_at_ms: nowMs }).where("id", "=", change.id).execute();
        return;
      }
      await db
        .deleteFrom("subsonic_outbox")
        .where("id", "=", change.id)
        .where("queued_at_ms", "=", change.queuedAtMs)
        .where("starred", "=", change.starred ? 1 : 0)
        .execute();
    },
    count,
    async prune(userId, beforeMs) {
      await db
        .deleteFrom("subsonic_outbox")
        .where("user_id", "=", userId)
        .where("settled_at_ms", "<", beforeMs)
        .execute();
    },
    async deleteAll(userId) {
      const untold = await count(userId);
      await db.deleteFrom("subsonic_outbox").where("user_id", "=", userId).execute();
      return untold;
    },
  };
}
