/** Keeps scans as rows, so that one cut off by a crash is known for what it is. The estimate of the time left is not kept. */
import type { Kysely, Selectable } from "kysely";
import type { Scan } from "../../../contracts/library.ts";
import type { ScanTable, Schema } from "../schema.ts";

/** A scan as stored: all but what only the running process knows. */
export type StoredScan = Omit<Scan, "currentPath" | "remainingMs">;

export type ScanCounts = Pick<StoredScan, "total" | "done" | "analysed" | "unchanged" | "removed" | "failed">;

export interface OpenScan {
  scan: StoredScan;
  ownerPid: number;
  heartbeatAtMs: number;
}

export interface ScanRepository {
  insert(userId: number, scan: { folder: string; startedAtMs: number; ownerPid: number }): Promise<StoredScan>;
  /** Writes progress, and with it that the scan is alive. */
  update(id: number, scan: Omit<StoredScan, "id" | "folder" | "startedAtMs">, heartbeatAtMs: number): Promise<void>;
  latest(userId: number): Promise<StoredScan | null>;
  /** Scans that say they run, whether or not their process still does. */
  open(userId: number): Promise<OpenScan[]>;
}

export function createScanRepository(db: Kysely<Schema>): ScanRepository {
  return {
    async insert(userId, { folder, startedAtMs, ownerPid }) {
      const row = await db
        .insertInto("scans")
        .values({
          user_id: userId,
          folder,
          state: "listing",
          started_at_ms: startedAtMs,
          total: 0,
          done: 0,
          analysed: 0,
          unchanged: 0,
          removed: 0,
          failed: 0,
          owner_pid: ownerPid,
          heartbeat_at_ms: startedAtMs,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toScan(row);
    },
    async update(id, { state, finishedAtMs, problem, ...counts }, heartbeatAtMs) {
      const { total, done, analysed, unchanged, removed, failed } = counts;
      await db
        .updateTable("scans")
        .set({
          state,
          finished_at_ms: finishedAtMs,
          problem_code: problem?.code ?? null,
          problem_message: problem?.message ?? null,
          heartbeat_at_ms: heartbeatAtMs,
          total,
          done,
          analysed,
          unchanged,
          removed,
          failed,
        })
        .where("id", "=", id)
        .execute();
    },
    async latest(userId) {
      const row = await db
        .selectFrom("scans")
        .selectAll()
        .where("user_id", "=", userId)
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      return row ? toScan(row) : null;
    },
    async open(userId) {
      const rows = await db
        .selectFrom("scans")
        .selectAll()
        .where("user_id", "=", userId)
        .where("state", "in", ["listing", "running"])
        .execute();
      return rows.map((row) => ({
        scan: toScan(row),
        ownerPid: row.owner_pid,
        heartbeatAtMs: row.heartbeat_at_ms,
      }));
    },
  };
}

function toScan(row: Selectable<ScanTable>): StoredScan {
  const { id, state, folder, total, done, analysed, unchanged, removed, failed } = row;
  return {
    id,
    state,
    folder,
    total,
    done,
    analysed,
    unchanged,
    removed,
    failed,
    startedAtMs: row.started_at_ms,
    finishedAtMs: row.finished_at_ms,
    problem: row.problem_code === null ? null : { code: row.problem_code, message: row.problem_message ?? "" },
  };
}
