/** Keeps answers of services for as long as they may be kept, and no longer. */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

export interface CachedAnswer {
  value: unknown;
  fetchedAtMs: number;
  expiresAtMs: number;
}

export interface ServiceCacheRepository {
  /** Null when it is not there or has expired. */
  find(userId: number, service: string, key: string, nowMs: number): Promise<CachedAnswer | null>;
  /** Keeps it in place of what was under the key. */
  put(userId: number, service: string, key: string, answer: CachedAnswer): Promise<void>;
  /** How many went; with `keyPrefix`, those whose key begins so. */
  delete(userId: number, service: string, keyPrefix?: string): Promise<number>;
  /** Deletes what has expired, of all users and services; how many went. */
  deleteExpired(nowMs: number): Promise<number>;
}

export function createServiceCacheRepository(db: Kysely<Schema>): ServiceCacheRepository {
  return {
    async find(userId, service, key, nowMs) {
      const row = await db
        .selectFrom("service_cache")
        .select(["value_json", "fetched_at_ms", "expires_at_ms"])
        .where("user_id", "=", userId)
        .where("service", "=", service)
        .where("key", "=", key)
        .where("expires_at_ms", ">", nowMs)
        .executeTakeFirst();
      if (!row) return null;
      return { value: JSON.parse(row.value_json), fetchedAtMs: row.fetched_at_ms, expiresAtMs: row.expires_at_ms };
    },
    async put(userId, service, key, { value, fetchedAtMs, expiresAtMs }) {
      const kept = { value_json: JSON.stringify(value), fetched_at_ms: fetchedAtMs, expires_at_ms: expiresAtMs };
      await db
        .insertInto("service_cache")
        .values({ user_id: userId, service, key, ...kept })
        .onConflict((conflict) => conflict.columns(["user_id", "service", "key"]).doUpdateSet(kept))
        .execute();
    },
    async delete(userId, service, keyPrefix = "") {
      const { numDeletedRows } = await db
        .deleteFrom("service_cache")
        .where("user_id", "=", userId)
        .where("service", "=", service)
        .where((where) => where(where.fn("substr", ["key", where.val(1), where.val(keyPrefix.length)]), "=", keyPrefix))
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
    async deleteExpired(nowMs) {
      const { numDeletedRows } = await db
        .deleteFrom("service_cache")
        .where("expires_at_ms", "<=", nowMs)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
