/**
 * Finds the server that already runs on a data folder, by the note that it keeps there.
 * A note left behind by a crash is recognised: the address must answer as MoodSync.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { SERVER_FILE_NAME, ServerFileSchema } from "../../contracts/data-folder.ts";
import { StatusSchema } from "../../contracts/status.ts";

/** Long enough for a busy server, short enough not to be felt where something else holds the port. */
const ANSWER_WITHIN_MS = 1500;

/** The address of the server that runs on `dataDir`, e.g. `http://127.0.0.1:5000`, or null when none answers. */
export async function findRunningServer(dataDir: string): Promise<string | null> {
  try {
    const note: unknown = JSON.parse(await readFile(path.join(dataDir, SERVER_FILE_NAME), "utf8"));
    const { url } = ServerFileSchema.parse(note);
    const response = await fetch(new URL("/api/status", url), { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return StatusSchema.safeParse(await response.json()).success ? url : null;
  } catch {
    // No note, half a note, or nobody at that address: in each case there is no server to talk to.
    return null;
  }
}
