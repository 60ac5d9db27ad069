/** Who is at work on something that only one process on a data folder may do at a time; a claim is kept alive by its owner. */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

export interface Lease {
  ownerPid: number;
  heartbeatAtMs: number;
}

export interface LeaseRepository {
  find(userId: number, name: string): Promise<Lease | null>;
  /** Takes it, or says that it is still held. */
  write(userId: number, name: string, lease: Lease): Promise<void>;
  /** Gives it back, unless another has it by now. */
  drop(userId: number, name: string, ownerPid: number): Promise<void>;
}

export function createLeaseRepository(db: Kysely<Schema>): LeaseRepository {
  return {
    async find(userId, name) {
      const row = await db
        .selectFrom("leases")
        .select(["owner_pid as ownerPid", "heartbeat_at_ms as heartbeatAtMs"])
        .where("user_id", "=", userId)
        .where("name", "=", name)
        .executeTakeFirst();
      return row ?? null;
    },
    async write(userId, name, { ownerPid, heartbeatAtMs }) {
      const change = { owner_pid: ownerPid, heartbeat_at_ms: heartbeatAtMs };
      await db
        .insertInto("leases")
        .values({ user_id: userId, name, ...change })
        .onConflict((conflict) => conflict.columns(["user_id", "name"]).doUpdateSet(change))
        .execute();
    },
    async drop(userId, name, ownerPid) {
      await db
        .deleteFrom("leases")
        .where("user_id", "=", userId)
        .where("name", "=", name)
        .where("owner_pid", "=", ownerPid)
        .execute();
    },
  };
}
