/** Whether there is memory for a piece's sound: better a sentence than a server that the system ends. */
import { pieceSeconds, type Piece } from "../../core/composition/piece.ts";
import { MoodSyncError } from "../../core/errors.ts";

/** Measured: 26 minutes of music took 2.2 GB at their peak, of which 0.4 were there before. */
const BYTES_A_SECOND = 1.2e6;
/** Shorter pieces are not asked about: what a system says is free is a guess. */
const ASKED_FROM_S = 600;

/** @throws MoodSyncError `render.no-memory` where a long piece would need more than `availableBytes` */
export function requireRenderMemory(piece: Piece, availableBytes: number): void {
  const seconds = pieceSeconds(piece);
  if (seconds < ASKED_FROM_S || seconds * BYTES_A_SECOND <= availableBytes) return;
  const minutes = Math.round(seconds / 60);
  throw new MoodSyncError(
    "render.no-memory",
    `There is not enough memory free to make the sound of ${minutes} minutes of music. Its MIDI file can be had.`,
    { kind: "unavailable", details: { minutes } },
  );
}
