/** Keeps until when each service asked to be left alone; the store of the outgoing queues. */
import type { Kysely } from "kysely";
import type { CooldownStore } from "../../../sources/services/cool-down.ts";
import type { Schema } from "../schema.ts";

export function createServiceCooldownRepository(db: Kysely<Schema>): CooldownStore {
  return {
    async read(service) {
      const row = await db
        .selectFrom("service_cooldowns")
        .select("until_ms")
        .where("service", "=", service)
        .executeTakeFirst();
      return row?.until_ms ?? null;
    },
    async write(service, untilMs) {
      await db
        .insertInto("service_cooldowns")
        .values({ service, until_ms: untilMs })
        .onConflict((conflict) => conflict.column("service").doUpdateSet({ until_ms: untilMs }))
        .execute();
    },
  };
}
