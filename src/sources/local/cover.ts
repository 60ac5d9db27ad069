/** The cover picture embedded in a file: only real images, only of a sensible size; never text or script under an image's name. */
import { type IPicture, selectCover } from "music-metadata";
import type { Cover } from "../music-source.ts";
import { withFile } from "./file-reader.ts";
import { parseMetadata } from "./metadata.ts";
import { MIME_TYPES, sniffFormat } from "./sniff-format.ts";

const LARGEST_BYTES = 12 * 1024 * 1024;

/** The image type that the first bytes show; null for anything but JPEG, PNG, WebP and GIF. */
export function imageTypeOf(data: Uint8Array): string | null {
  const head = Buffer.from(data.buffer, data.byteOffset, Math.min(12, data.byteLength)).toString("latin1");
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (head.startsWith("RIFF") && head.slice(8) === "WEBP") return "image/webp";
  return head.startsWith("GIF87a") || head.startsWith("GIF89a") ? "image/gif" : null;
}

/** Whether an embedded picture would be served. */
export function isUsableCover(picture: IPicture | null): picture is IPicture {
  return picture !== null && picture.data.length <= LARGEST_BYTES && imageTypeOf(picture.data) !== null;
}

/** Reads a file's cover; null where it has none that can be used. @throws MoodSyncError as `readTags` does. */
export async function readCover(absolutePath: string): Promise<Cover | null> {
  const { format } = await withFile(absolutePath, sniffFormat);
  const picture = selectCover((await parseMetadata(absolutePath, MIME_TYPES[format]))?.common.picture);
  if (!isUsableCover(picture)) return null;
  return { mimeType: imageTypeOf(picture.data)!, data: picture.data };
}
