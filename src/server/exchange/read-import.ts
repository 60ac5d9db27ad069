/** From the bytes of a file to what it holds: the format is told by the content first, by the name only where that says nothing. */
import { readCsv } from "./csv-file.ts";
import { emptyFile, unknownFormat } from "./exchange-errors.ts";
import { decodeFileText } from "./file-text.ts";
import { readJsonHistory } from "./json-history.ts";
import { readM3u } from "./m3u-file.ts";
import type { ImportedFile } from "./song-reference.ts";
import { readXspf } from "./xspf-file.ts";

/**
 * Reads a playlist, a listening history or a list of likes.
 * @param name the file's name as the listener has it; may be empty
 * @throws MoodSyncError `import.unknown-format`, `import.broken`, `import.empty`
 */
export function readImport(bytes: Uint8Array, name: string, nowMs: number): ImportedFile {
  const text = decodeFileText(bytes);
  if (text.trim() === "") throw emptyFile();
  // A binary file is no text in any of the encodings.
  if (text.includes("\0")) throw unknownFormat();
  const file = readText(text, name, nowMs);
  if (!file) throw unknownFormat();
  const entries = file.kind === "history" ? file.listens.length : file.songs.length;
  if (entries === 0 && file.unusable === 0) throw emptyFile();
  return file;
}

function readText(text: string, name: string, nowMs: number): ImportedFile | null {
  const start = text.slice(0, 2000).trimStart();
  if (/^(#EXTM3U|#EXTINF)/iu.test(start) || /\.m3u8?$/iu.test(name)) return readM3u(text);
  if (start.startsWith("<")) return /<playlist[\s>]/u.test(start) ? readXspf(text) : null;
  if (start.startsWith("{") || start.startsWith("[")) return readJsonHistory(text, nowMs);
  return readCsv(text, nowMs);
}
