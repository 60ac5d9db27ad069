/** A piece in words: its key, tempo, length and notes, for those who read it and those who hear it read. */
import type { Piece } from "../../../core/composition/piece.ts";
import { pieceSeconds } from "../../../core/composition/piece.ts";
import { moodWord } from "../mood-display/emotion-order.ts";
import { clockText } from "../../playback/time-text.ts";

/** Flats and sharps as they are usual: no key of more than six signs. */
const MAJOR_KEYS = ["C", "D♭", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"] as const;
const MINOR_KEYS = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "G♯", "A", "B♭", "B"] as const;

type Key = Pick<Piece, "tonic" | "mode">;

/** Such as "E♭ major". */
export function keyWords({ tonic, mode }: Key): string {
  return `${(mode === "major" ? MAJOR_KEYS : MINOR_KEYS)[tonic] ?? "?"} ${mode}`;
}

/** The mood's word: "Happy", or that of the nearest region for a bare point. */
export function pieceMoodWord({ emotion, valence, arousal }: Piece["mood"]): string {
  return moodWord(emotion ?? { valence, arousal });
}

/** What a piece is called until the listener names it: "Happy in E♭ major". */
export function suggestedName(piece: Pick<Piece, "mood" | "tonic" | "mode">): string {
  return `${pieceMoodWord(piece.mood)} in ${keyWords(piece)}`;
}

function tempoOf({ tempos }: Piece): number {
  return Math.round(tempos[0]?.bpm ?? 0);
}

/** Fact by fact, in the order of showing. */
export function pieceFacts(piece: Piece): { name: string; value: string }[] {
  return [
    { name: "Key", value: keyWords(piece) },
    { name: "Tempo", value: `${tempoOf(piece)} bpm` },
    { name: "Bars", value: String(piece.bars) },
    { name: "Notes", value: piece.notes.length.toLocaleString("en") },
    { name: "Length", value: clockText(pieceSeconds(piece) * 1000) },
    { name: "Seed", value: String(piece.seed) },
  ];
}

/** The picture of a piece in one sentence. */
export function rollSentence(piece: Piece): string {
  const notes = piece.notes.length.toLocaleString("en");
  return `Piano roll of a piece in ${keyWords(piece)}: ${tempoOf(piece)} beats a minute, ${piece.bars} bars, ${notes} notes.`;
}
