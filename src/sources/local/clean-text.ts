/** Makes text from a stranger's file fit to store, compare and show: well-formed, composed, one line, of bounded length. */

const LONGEST = 300;
/** Control characters, and the marks that reverse or embed the direction of the text around them. */
const UNWANTED = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;
const LONE_SURROGATE = /\p{Cs}/gu;

/** Cleans a tag; null where nothing is left. */
export function cleanText(text: unknown): string | null {
  if (typeof text !== "string") return null;
  const cleaned = text
    .slice(0, LONGEST * 4)
    .replace(LONE_SURROGATE, "\uFFFD")
    .normalize("NFC")
    .replace(UNWANTED, " ")
    .replace(/\s+/gu, " ")
    .trim();
  const characters = Array.from(cleaned);
  return cleaned === "" ? null : characters.length > LONGEST ? characters.slice(0, LONGEST).join("") : cleaned;
}
