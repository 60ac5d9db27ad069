/**
 * Who is at work on something that only one process on a database may do at a time; a claim is kept alive by its owner.
 * Every change is one statement with its condition in it, so that of many who ask at once one is given it.
 */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

export interface Lease {
  /** Who it is given to, among all processes of all machines. */
  owner: string;
  heartbeatAtMs: number;
}

/** For how long a claim holds without a sign of life. */
export interface LeaseTerms {
  lostAfterMs: number;
}

export interface LeaseRepository {
  find(userId: number, name: string): Promise<Lease | null>;
  /**
   * Takes it where nobody has it, or where its owner gave no sign of life for so long; whether it did. A sign of life that
   * lies as far in the future counts for nothing either: a clock that was set back must not hold it for ever.
   */
  claim(userId: number, name: string, lease: Lease, terms: LeaseTerms): Promise<boolean>;
  /** Takes it from an owner who is known not to live any more; false where another has it by now. */
  takeFrom(userId: number, name: string, owner: string, lease: Lease): Promise<boolean>;
  /** A sign of life; false where another has it by now. */
  renew(userId: number, name: string, lease: Lease): Promise<boolean>;
  /** Gives it back, unless another has it by now. */
  drop(userId: number, name: string, owner: string): Promise<void>;
}

export function createLeaseRepository(db: Kysely<Schema>): LeaseRepository {
  const held = (userId: number, name: string, owner: string) =>
    db.updateTable("leases").where("user_id", "=", userId).where("name", "=", name).where("owner", "=", owner);

  return {
    async find(userId, name) {
      const row = await db
        .selectFrom("leases")
        .select(["owner", "heartbeat_at_ms as heartbeatAtMs"])
        .where("user_id", "=", userId)
        .where("name", "=", name)
        .executeTakeFirst();
      return row ?? null;
    },
    async claim(userId, name, { owner, heartbeatAtMs }, { lostAfterMs }) {
      const change = { owner, heartbeat_at_ms: heartbeatAtMs };
      const rows = await db
        .insertInto("leases")
        .values({ user_id: userId, name, ...change })
        .onConflict((conflict) =>
          conflict
            .columns(["user_id", "name"])
            .doUpdateSet(change)
            .where((where) =>
              where.or([
                where("leases.heartbeat_at_ms", "<=", heartbeatAtMs - lostAfterMs),
                where("leases.heartbeat_at_ms", ">=", heartbeatAtMs + lostAfterMs),
              ]),
            ),
        )
        .returning("owner")
        .execute();
      return rows.length > 0;
    },
    async takeFrom(userId, name, before, { owner, heartbeatAtMs }) {
      const { numUpdatedRows } = await held(userId, name, before)
        .set({ owner, heartbeat_at_ms: heartbeatAtMs })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async renew(userId, name, { owner, heartbeatAtMs }) {
      const { numUpdatedRows } = await held(userId, name, owner)
        .set({ heartbeat_at_ms: heartbeatAtMs })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async drop(userId, name, owner) {
      await db
        .deleteFrom("leases")
        .where("user_id", "=", userId)
        .where("name", "=", name)
        .where("owner", "=", owner)
        .execute();
    },
  };
}
