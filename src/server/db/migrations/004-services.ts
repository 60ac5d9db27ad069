/** Services outside: connections with their sealed secrets, how long each asked to be left alone, answers kept for a while. */
import type { Migration } from "../migration.ts";

export const services: Migration = {
  version: 4,
  name: "services",
  async up(db) {
    await db.schema
      .createTable("service_connections")
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("service", "text", (column) => column.notNull())
      .addColumn("settings_json", "text", (column) => column.notNull())
      .addColumn("sealed_secrets", "text")
      .addColumn("connected_at_ms", "bigint")
      .addColumn("updated_at_ms", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("service_connections_pk", ["user_id", "service"])
      .execute();
    await db.schema
      .createTable("service_cooldowns")
      .addColumn("service", "text", (column) => column.primaryKey())
      .addColumn("until_ms", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("service_cache")
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("service", "text", (column) => column.notNull())
      .addColumn("key", "text", (column) => column.notNull())
      .addColumn("value_json", "text", (column) => column.notNull())
      .addColumn("fetched_at_ms", "bigint", (column) => column.notNull())
      .addColumn("expires_at_ms", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("service_cache_pk", ["user_id", "service", "key"])
      .execute();
    await db.schema.createIndex("service_cache_expiry").on("service_cache").column("expires_at_ms").execute();
  },
};
