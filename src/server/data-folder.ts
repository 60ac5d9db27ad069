/** The data folder on disk: made and checked at start, and the `server.json` by which the command line finds the server. */
import { constants } from "node:fs";
import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SERVER_FILE_NAME, ServerFileSchema, type ServerFile } from "../contracts/data-folder.ts";
import { MoodSyncError } from "../core/errors.ts";

/**
 * Makes the folder, for this user alone, where it is missing.
 * @throws MoodSyncError `data-folder.unwritable` when it cannot be made or written to.
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new MoodSyncError(
      "data-folder.unwritable",
      `The data folder ${folder} cannot be written to. Set MOODSYNC_DATA_DIR to one that can.`,
      { kind: "unavailable", cause },
    );
  }
}

/** The database file inside a data folder. */
export function databaseFile(folder: string): string {
  return join(folder, "moodsync.db");
}

/** Leaves the note, whole or not at all. */
export async function writeServerFile(folder: string, content: ServerFile): Promise<void> {
  const file = join(folder, SERVER_FILE_NAME);
  const draft = `${file}.${content.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** Takes the note away, unless another server has left its own since. */
export async function removeServerFile(folder: string, pid: number): Promise<void> {
  const file = join(folder, SERVER_FILE_NAME);
  try {
    const content = ServerFileSchema.parse(JSON.parse(await readFile(file, "utf8")));
    if (content.pid === pid) await rm(file, { force: true });
  } catch {
    // Missing or not ours to judge: the reader checks that the process lives anyway.
  }
}
