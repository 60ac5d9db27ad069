/** What `soundfont.json`, which the build writes beside the SoundFont, says of it. */
import { MoodSyncError } from "../core/errors.ts";

export interface SoundFontDescription {
  /** Name of the file in the same folder; it holds the hash, so the file may be kept for ever. */
  file: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** @throws MoodSyncError `sound-font.damaged` */
export function parseDescription(value: unknown): SoundFontDescription {
  const described: { file?: unknown; bytes?: unknown; sha256?: unknown } =
    typeof value === "object" && value !== null ? value : {};
  const { file, bytes, sha256 } = described;
  const isNamed = typeof file === "string" && /^[\w.-]+\.sf2$/.test(file);
  const isSized = typeof bytes === "number" && Number.isSafeInteger(bytes) && bytes > 0;
  if (!isNamed || !isSized || typeof sha256 !== "string") {
    throw new MoodSyncError("sound-font.damaged", "The SoundFont's description is damaged.", { kind: "unavailable" });
  }
  return { file, bytes, sha256 };
}
