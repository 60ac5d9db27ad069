/** Keeps how far the work on the library's copies and character has come, with the version of what did it. */
import type { Kysely } from "kysely";
import type { LibraryStageTable } from "../character-schema.ts";
import type { Schema } from "../schema.ts";

export type LibraryStageName = LibraryStageTable["stage"];

export interface LibraryStage {
  stage: LibraryStageName;
  version: number;
  state: LibraryStageTable["state"];
  done: number;
  startedAtMs: number;
  finishedAtMs: number | null;
  problem: string | null;
}

export interface LibraryStageRepository {
  find(userId: number, stage: LibraryStageName): Promise<LibraryStage | null>;
  set(userId: number, stage: LibraryStage): Promise<void>;
}

export function createLibraryStageRepository(db: Kysely<Schema>): LibraryStageRepository {
  return {
    async find(userId, stage) {
      const row = await db
        .selectFrom("library_stages")
        .selectAll()
        .where("user_id", "=", userId)
        .where("stage", "=", stage)
        .executeTakeFirst();
      if (!row) return null;
      const { version, state, done, problem } = row;
      return { stage, version, state, done, problem, startedAtMs: row.started_at_ms, finishedAtMs: row.finished_at_ms };
    },
    async set(userId, { stage, version, state, done, startedAtMs, finishedAtMs, problem }) {
      const change = { version, state, done, problem, started_at_ms: startedAtMs, finished_at_ms: finishedAtMs };
      await db
        .insertInto("library_stages")
        .values({ user_id: userId, stage, ...change })
        .onConflict((conflict) => conflict.columns(["user_id", "stage"]).doUpdateSet(change))
        .execute();
    },
  };
}
