/**
 * Which tracks changed in what a playlist's choice rests on, whoever wrote: triggers note it, and who holds the library in
 * memory reads on from a mark. The journal is cut now and then; a mark from before the cut is told so.
 */
import { sql, type Kysely } from "kysely";
import { dialectOf } from "../dialect-of.ts";
import type { Schema } from "../schema.ts";

/** Everything before it is known; a reader keeps it and hands it back. */
export interface ChangeMark {
  /**
   * The first change not read yet: by its row in SQLite, where one writes after the other; by its transaction in PostgreSQL,
   * where a transaction may become visible after a later one.
   */
  next: number;
  /** Rows that were read and may be met again. */
  seen: ReadonlySet<number>;
}

export interface TrackChangeRepository {
  /** Stands behind all changes that can be seen now. */
  mark(userId: number): Promise<ChangeMark>;
  /** What changed since; null where that is no longer known, or more than `MOST_CHANGES`: read everything anew. */
  since(userId: number, mark: ChangeMark): Promise<{ trackIds: number[]; mark: ChangeMark } | null>;
  /** Forgets all but about the last `keep` changes. */
  cut(keep: number): Promise<void>;
}

/** Beyond this, reading all tracks in order is quicker than so many one by one. */
export const MOST_CHANGES = 20_000;

export function createTrackChangeRepository(db: Kysely<Schema>): TrackChangeRepository {
  const isPostgres = dialectOf(db) === "postgres";
  const order = isPostgres ? "transaction_id" : "id";

  /** Nothing before this can become visible any more. */
  const horizon = async (): Promise<number> => {
    const { rows } = isPostgres
      ? await sql<{ next: number }>`select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as next`.execute(db)
      : await sql<{ next: number }>`select coalesce(max(id), 0) + 1 as next from track_changes`.execute(db);
    return rows[0]?.next ?? 0;
  };
  const cutUpTo = async (): Promise<number> =>
    (await db.selectFrom("track_changes_cut").select("up_to").executeTakeFirst())?.up_to ?? 0;

  return {
    async mark() {
      return { next: Math.max(await horizon(), (await cutUpTo()) + 1), seen: new Set() };
    },
    async since(userId, mark) {
      // In this order: what comes in between is read now and met again, and not the other way round.
      const next = isPostgres ? await horizon() : mark.next;
      const rows = await db
        .selectFrom("track_changes")
        .select(["id", "track_id", "transaction_id"])
        .where("user_id", "=", userId)
        .where(order, ">=", mark.next)
        .orderBy(order)
        .limit(MOST_CHANGES + 1)
        .execute();
      if (rows.length > MOST_CHANGES || (await cutUpTo()) >= mark.next) return null;
      const trackIds = rows.filter(({ id }) => !mark.seen.has(id)).map((row) => row.track_id);
      if (!isPostgres) return { trackIds, mark: { next: (rows.at(-1)?.id ?? next - 1) + 1, seen: mark.seen } };
      const again = rows.filter((row) => row.transaction_id >= next).map(({ id }) => id);
      return { trackIds, mark: { next, seen: new Set(again) } };
    },
    async cut(keep) {
      const oldestKept = await db
        .selectFrom("track_changes")
        .select(order)
        .orderBy(order, "desc")
        .offset(keep)
        .limit(1)
        .executeTakeFirst();
      const upTo = oldestKept?.[order];
      if (upTo === undefined) return;
      await db
        .insertInto("track_changes_cut")
        .values({ id: 1, up_to: upTo })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ up_to: upTo }))
        .execute();
      await db.deleteFrom("track_changes").where(order, "<=", upTo).execute();
    },
  };
}
