/** The text of a file of unknown encoding: UTF-8, UTF-16 with its mark, or else Windows' Western European, as old players wrote. */
import { isUtf8 } from "node:buffer";

/** Decodes without ever failing; a byte order mark is dropped. */
export function decodeFileText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}
