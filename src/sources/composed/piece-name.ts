/** What to call a piece that nobody named. */
import { describeMood } from "../../core/affect/mood-words.ts";
import { pieceTitle } from "../../core/composition/midi-file.ts";
import type { Piece } from "../../core/composition/piece.ts";

/** Such as `Happy in D major`, or with a number `Happy No. 3 in D major`. */
export function pieceName(piece: Pick<Piece, "mood" | "tonic" | "mode">, number?: number): string {
  const word = describeMood(piece.mood.emotion ?? piece.mood);
  // The key stands at the end of every title.
  const key = pieceTitle(piece).split(" in ").at(-1)!;
  return `${word[0]!.toUpperCase()}${word.slice(1)}${number === undefined ? "" : ` No. ${number}`} in ${key}`;
}

/** A name for a file: letters, digits and dashes of any script, never empty. */
export function fileNameOf(title: string): string {
  const name = title
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return Array.from(name).slice(0, 80).join("") || "piece";
}
