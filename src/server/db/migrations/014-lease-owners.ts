/** Claims by an owner who can be told apart on any machine: a process id means something on its own alone. */
import type { Migration } from "../migration.ts";

export const leaseOwners: Migration = {
  version: 14,
  name: "lease-owners",
  async up(db) {
    // Claims are about work under way, and whoever did it before this step has ended: there is nothing to carry over.
    await db.schema.dropTable("leases").execute();
    await db.schema
      .createTable("leases")
      .addColumn("user_id", "integer", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("owner", "text", (column) => column.notNull())
      .addColumn("heartbeat_at_ms", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("leases_pk", ["user_id", "name"])
      .execute();
  },
};
