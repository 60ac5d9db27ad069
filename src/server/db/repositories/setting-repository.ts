/** Keeps the listener's settings, each a name and a text. */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

export type SettingName = "music-folder" | "starter-library" | "renewal-schedule";

export interface SettingRepository {
  get(userId: number, name: SettingName): Promise<string | null>;
  set(userId: number, name: SettingName, value: string): Promise<void>;
}

export function createSettingRepository(db: Kysely<Schema>): SettingRepository {
  return {
    async get(userId, name) {
      const row = await db
        .selectFrom("settings")
        .select("value")
        .where("user_id", "=", userId)
        .where("name", "=", name)
        .executeTakeFirst();
      return row?.value ?? null;
    },
    async set(userId, name, value) {
      await db
        .insertInto("settings")
        .values({ user_id: userId, name, value })
        .onConflict((conflict) => conflict.columns(["user_id", "name"]).doUpdateSet({ value }))
        .execute();
    },
  };
}
