/** Finds the SoundFont that the build made, for Node; the page fetches the same file from the server. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { MoodSyncError } from "../core/errors.ts";
import { parseDescription } from "./sound-font-description.ts";

/** Where the build puts it; the same place seen from `src/synthesis` and from `dist/synthesis`. */
export const SOUND_FONT_FOLDER = fileURLToPath(new URL("../../dist/soundfont/", import.meta.url));

/**
 * Reads the SoundFont.
 * @throws MoodSyncError `sound-font.missing` where it was not built, `sound-font.damaged` where its description or size is wrong
 */
export async function readSoundFont(folder: string = SOUND_FONT_FOLDER): Promise<ArrayBuffer> {
  try {
    const description = parseDescription(JSON.parse(await readFile(join(folder, "soundfont.json"), "utf8")));
    const data = await readFile(join(folder, description.file));
    if (data.length !== description.bytes) throw damaged();
    return data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  } catch (error) {
    if (error instanceof MoodSyncError) throw error;
    if (error instanceof SyntaxError) throw damaged(error);
    throw new MoodSyncError("sound-font.missing", "The SoundFont is not there. Run npm run build, which makes it.", {
      kind: "unavailable",
      cause: error,
    });
  }
}

function damaged(cause?: unknown): MoodSyncError {
  return new MoodSyncError("sound-font.damaged", "The SoundFont is damaged. Run npm run build -- --force.", {
    kind: "unavailable",
    cause,
  });
}
