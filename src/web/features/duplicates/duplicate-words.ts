/** Why two files are held to be one recording, in words. */
import type { DuplicateCopy } from "../../../contracts/duplicates.ts";

const EVIDENCE = {
  tags: "same artist, title and length",
  sound: "sounds the same",
  "tags-and-sound": "same tags, and sounds the same",
} as const;

/** `sounds the same, 97 % alike`; null for a copy that the others were compared with. */
export function evidenceText({ evidence, similarity }: Pick<DuplicateCopy, "evidence" | "similarity">): string | null {
  if (evidence === null) return null;
  // Rounded down: what is not wholly alike is not called so.
  const alike = similarity === null ? "" : `, ${Math.floor(similarity * 100)} % alike`;
  return `${EVIDENCE[evidence]}${alike}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  "audio/mpeg": "mp3",
  "audio/flac": "flac",
  "audio/ogg": "ogg",
  "audio/opus": "opus",
  "audio/mp4": "m4a",
  "audio/wav": "wav",
};

/** `flac`, or the type itself where it has no short name. */
export function formatText(mimeType: string): string {
  return FORMATS[mimeType] ?? mimeType.replace(/^audio\//u, "");
}
