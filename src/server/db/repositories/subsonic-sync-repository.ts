/** Keeps syncs with a Subsonic server as rows, with the place where a listing that was cut off goes on. */
import type { Kysely, Selectable } from "kysely";
import type { SubsonicSync } from "../../../contracts/subsonic.ts";
import type { Schema } from "../schema.ts";
import type { SubsonicSyncTable } from "../subsonic-schema.ts";

/** A sync as stored: all but what only the running process knows. */
export type StoredSync = Omit<SubsonicSync, "currentTitle" | "remainingMs"> & {
  /** Opaque here. */
  cursor: unknown;
  listingDone: boolean;
};

export interface SubsonicSyncRepository {
  insert(userId: number, startedAtMs: number): Promise<StoredSync>;
  update(userId: number, sync: StoredSync): Promise<void>;
  latest(userId: number): Promise<StoredSync | null>;
  /** How many went. */
  deleteAll(userId: number): Promise<number>;
}

export function createSubsonicSyncRepository(db: Kysely<Schema>): SubsonicSyncRepository {
  return {
    async insert(userId, startedAtMs) {
      const row = await db
        .insertInto("subsonic_syncs")
        .values({ user_id: userId, state: "listing", started_at_ms: startedAtMs, listing_done: 0 })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toSync(row);
    },
    async update(userId, sync) {
      await db
        .updateTable("subsonic_syncs")
        .set({
          state: sync.state,
          finished_at_ms: sync.finishedAtMs,
          cursor_json: sync.cursor === null ? null : JSON.stringify(sync.cursor),
          listing_done: sync.listingDone ? 1 : 0,
          problem_code: sync.problem?.code ?? null,
          problem_message: sync.problem?.message ?? null,
          listed: sync.listed,
          added: sync.added,
          changed: sync.changed,
          removed: sync.removed,
          to_analyse: sync.toAnalyse,
          analysed: sync.analysed,
          failed: sync.failed,
        })
        .where("user_id", "=", userId)
        .where("id", "=", sync.id)
        .execute();
    },
    async latest(userId) {
      const row = await db
        .selectFrom("subsonic_syncs")
        .selectAll()
        .where("user_id", "=", userId)
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      return row ? toSync(row) : null;
    },
    async deleteAll(userId) {
      const { numDeletedRows } = await db.deleteFrom("subsonic_syncs").where("user_id", "=", userId).executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

function toSync(row: Selectable<SubsonicSyncTable>): StoredSync {
  return {
    id: row.id,
    state: row.state,
    startedAtMs: row.started_at_ms,
    finishedAtMs: row.finished_at_ms,
    cursor: row.cursor_json === null ? null : JSON.parse(row.cursor_json),
    listingDone: row.listing_done === 1,
    listed: row.listed,
    added: row.added,
    changed: row.changed,
    removed: row.removed,
    toAnalyse: row.to_analyse,
    analysed: row.analysed,
    failed: row.failed,
    problem: row.problem_code === null ? null : { code: row.problem_code, message: row.problem_message ?? "" },
  };
}
