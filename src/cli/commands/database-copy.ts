/** `moodsync database copy`: moves everything from the data folder's file to PostgreSQL. Needs the server's own code, so it speaks no API. */
import { existsSync } from "node:fs";
import { MoodSyncError } from "../../core/errors.ts";
import { readConfig } from "../../server/config.ts";
import { databaseFile } from "../../server/data-folder.ts";
import { copyDatabase } from "../../server/db/copy-database.ts";
import { openDatabase } from "../../server/db/open-database.ts";
import { findRunningServer } from "../api/running-server.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";

export interface DatabaseCopyOptions {
  /** In place of DATABASE_URL. */
  to?: string;
}

/**
 * The file stays as it is.
 * @throws MoodSyncError `database.no-target`, `database.in-use`, `database.not-found`, `storage.*`
 */
export async function databaseCopyCommand(
  { to }: DatabaseCopyOptions,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<ExitCode> {
  const { dataDir, databaseUrl } = readConfig(to === undefined ? env : { ...env, DATABASE_URL: to });
  if (databaseUrl === null) {
    throw new MoodSyncError("database.no-target", "Set DATABASE_URL, or say --to, to name the database to copy to.", {
      kind: "invalid-input",
    });
  }
  const file = databaseFile(dataDir);
  if (!existsSync(file)) {
    throw new MoodSyncError("database.not-found", `There is no database in ${dataDir}.`, { kind: "not-found" });
  }
  if ((await findRunningServer(dataDir)) !== null) {
    throw new MoodSyncError(
      "database.in-use",
      "Stop the server on this data folder first, so that nothing is left behind.",
      {
        kind: "conflict",
      },
    );
  }
  const nowMs = Date.now();
  const target = await openDatabase({ file: "", url: databaseUrl, nowMs });
  try {
    // Opening brings it to the newest schema, too, so that both have the same tables.
    const source = await openDatabase({ file, nowMs });
    try {
      const onTable = ({ table, rows }: { table: string; rows: number }) => terminal.remark(`${table}: ${rows}`);
      const copied = await copyDatabase(source, target, { onTable });
      const rows = copied.reduce((sum, each) => sum + each.rows, 0);
      terminal.print(`Copied ${rows} rows of ${copied.length} tables. The file ${file} stays as it was.`);
    } finally {
      await source.close();
    }
  } finally {
    await target.close();
  }
  return EXIT.ok;
}
