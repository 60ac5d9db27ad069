/** Makes text from a stranger's file fit to store, compare and show: well-formed, composed, one line, of bounded length. */

import { isUtf8 } from "node:buffer";

const LONGEST = 300;
/** Control characters, and the marks that reverse or embed the direction of the text around them. */
const UNWANTED = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;
const LONE_SURROGATE = /\p{Cs}/gu;

/**
 * Undoes a common mistake of tag writers: UTF-8 in a field that is read as Latin-1 ("BjÃ¶rk").
 * Text that is well-formed UTF-8 when its characters are taken for bytes is practically never meant otherwise.
 */
function withoutMojibake(text: string): string {
  if (!/[\u00C2-\u00F4]/.test(text) || /[^\0-\u00FF]/.test(text)) return text;
  const bytes = Buffer.from(text, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : text;
}

/** Cleans a tag; null where nothing is left. */
export function cleanText(text: unknown): string | null {
  if (typeof text !== "string") return null;
  const cleaned = withoutMojibake(text.slice(0, LONGEST * 4))
    .replace(LONE_SURROGATE, "\uFFFD")
    .normalize("NFC")
    .replace(UNWANTED, " ")
    .replace(/\s+/gu, " ")
    .trim();
  const characters = Array.from(cleaned);
  return cleaned === "" ? null : characters.length > LONGEST ? characters.slice(0, LONGEST).join("") : cleaned;
}
