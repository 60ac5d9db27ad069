/** How a piece is written down to be kept: JSON in which a note is five numbers, about a fifth of the length of objects. */
import { VOICES, type Note, type Piece, type Voice } from "../../core/composition/piece.ts";
import { MoodSyncError } from "../../core/errors.ts";

type NoteRow = [voice: number, pitch: number, startTicks: number, durationTicks: number, velocity: number];

interface WrittenScore extends Omit<Piece, "notes"> {
  format: 1;
  notes: NoteRow[];
}

export function writeScore({ notes, ...piece }: Piece): string {
  const rows = notes.map(({ voice, pitch, startTicks, durationTicks, velocity }): NoteRow => {
    return [VOICES.indexOf(voice), pitch, startTicks, durationTicks, velocity];
  });
  return JSON.stringify({ format: 1, ...piece, notes: rows } satisfies WrittenScore);
}

/** @throws MoodSyncError `piece.unreadable` for what `writeScore` did not write */
export function readScore(text: string): Piece {
  try {
    // Our own column: what is checked is that it is whole, not each number again.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { format, notes, ...piece } = JSON.parse(text) as WrittenScore;
    if (format !== 1) throw new Error(`format ${String(format)}`);
    return { ...piece, notes: notes.map(toNote) };
  } catch (cause) {
    throw new MoodSyncError("piece.unreadable", "The notes of this piece cannot be read.", { cause });
  }
}

function toNote([voice, pitch, startTicks, durationTicks, velocity]: NoteRow): Note {
  const name: Voice | undefined = VOICES[voice];
  if (name === undefined) throw new Error(`voice ${voice}`);
  return { voice: name, pitch, startTicks, durationTicks, velocity };
}
