/** Brings the SoundFont from our own server; a browser that had it before keeps it. */
import { MoodSyncError } from "../core/errors.ts";
import { parseDescription } from "./sound-font-description.ts";

export const SOUND_FONT_PATH = "/soundfont/";

/** @throws MoodSyncError `sound-font.unreachable`, `sound-font.damaged`; the abort reason */
export async function fetchSoundFont(signal?: AbortSignal): Promise<ArrayBuffer> {
  // The description is asked for each time; the file's name changes with what it holds.
  const description = parseDescription(await (await get("soundfont.json", signal)).json().catch(() => null));
  const data = await (await get(description.file, signal)).arrayBuffer();
  if (data.byteLength !== description.bytes) {
    throw new MoodSyncError("sound-font.damaged", "The instruments' sounds came incomplete.", { kind: "unavailable" });
  }
  return data;
}

async function get(name: string, signal: AbortSignal | undefined): Promise<Response> {
  const response = await fetch(SOUND_FONT_PATH + name, signal === undefined ? {} : { signal }).catch(
    (error: unknown) => {
      signal?.throwIfAborted();
      throw unreachable(error);
    },
  );
  if (!response.ok) throw unreachable();
  return response;
}

function unreachable(cause?: unknown): MoodSyncError {
  return new MoodSyncError("sound-font.unreachable", "The instruments' sounds could not be loaded from the server.", {
    kind: "unavailable",
    cause,
  });
}
