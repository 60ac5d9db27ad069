/** Keeps a listener's connection to a service: what may be shown, and the secrets, sealed. Sealing is the caller's. */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

/** Settings as they were given; their shape is each service's own. */
export type ServiceSettings = Readonly<Record<string, unknown>>;

export interface ServiceConnection {
  settings: ServiceSettings;
  /** Null while there are settings alone. */
  sealedSecrets: string | null;
  connectedAtMs: number | null;
}

export interface ServiceConnectionRepository {
  find(userId: number, service: string): Promise<ServiceConnection | null>;
  /** Replaces the settings and leaves the rest. */
  setSettings(userId: number, service: string, settings: ServiceSettings, nowMs: number): Promise<void>;
  /** Keeps the secrets of a connection that was just made. */
  connect(userId: number, service: string, sealedSecrets: string, nowMs: number): Promise<void>;
  /**
   * Exchanges the secrets of a connection that still holds `before`; false when it does not, because the listener
   * disconnected or another process was quicker.
   */
  replaceSecrets(userId: number, service: string, change: SecretChange): Promise<boolean>;
  /** Forgets the secrets, keeps the settings: the listener has to sign in again. */
  forgetSecrets(userId: number, service: string, nowMs: number): Promise<void>;
  /** How many rows went: 0 or 1. */
  delete(userId: number, service: string): Promise<number>;
}

export interface SecretChange {
  before: string;
  after: string;
  nowMs: number;
}

export function createServiceConnectionRepository(db: Kysely<Schema>): ServiceConnectionRepository {
  const update = (userId: number, service: string) =>
    db.updateTable("service_connections").where("user_id", "=", userId).where("service", "=", service);

  return {
    async find(userId, service) {
      const row = await db
        .selectFrom("service_connections")
        .select(["settings_json", "sealed_secrets", "connected_at_ms"])
        .where("user_id", "=", userId)
        .where("service", "=", service)
        .executeTakeFirst();
      if (!row) return null;
      const settings: ServiceSettings = JSON.parse(row.settings_json);
      return { settings, sealedSecrets: row.sealed_secrets, connectedAtMs: row.connected_at_ms };
    },
    async setSettings(userId, service, settings, nowMs) {
      const kept = { settings_json: JSON.stringify(settings), updated_at_ms: nowMs };
      await db
        .insertInto("service_connections")
        .values({ user_id: userId, service, sealed_secrets: null, connected_at_ms: null, ...kept })
        .onConflict((conflict) => conflict.columns(["user_id", "service"]).doUpdateSet(kept))
        .execute();
    },
    async connect(userId, service, sealedSecrets, nowMs) {
      const kept = { sealed_secrets: sealedSecrets, connected_at_ms: nowMs, updated_at_ms: nowMs };
      await db
        .insertInto("service_connections")
        .values({ user_id: userId, service, settings_json: "{}", ...kept })
        .onConflict((conflict) => conflict.columns(["user_id", "service"]).doUpdateSet(kept))
        .execute();
    },
    async replaceSecrets(userId, service, { before, after, nowMs }) {
      const { numUpdatedRows } = await update(userId, service)
        .set({ sealed_secrets: after, updated_at_ms: nowMs })
        .where("sealed_secrets", "=", before)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async forgetSecrets(userId, service, nowMs) {
      await update(userId, service)
        .set({ sealed_secrets: null, connected_at_ms: null, updated_at_ms: nowMs })
        .execute();
    },
    async delete(userId, service) {
      const { numDeletedRows } = await db
        .deleteFrom("service_connections")
        .where("user_id", "=", userId)
        .where("service", "=", service)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
