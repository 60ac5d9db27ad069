/** What a composed piece's notes say of it, so that it is chosen for moods without its sound being measured. */
import type { TrackFeatures } from "../../contracts/tracks.ts";
import { pieceSeconds, type Piece } from "../../core/composition/piece.ts";
import { UNMEASURED } from "../../core/signal/unmeasured.ts";

/** Raised when the same notes are to be described otherwise. */
export const PIECE_FEATURES_VERSION = 1;

/** What rendering brings every piece to. */
const LOUDNESS_LUFS = -16;

/** Valence and arousal are those that were asked for; tempo is the mean over the piece, onsets those of all voices. */
export function pieceFeatures(piece: Piece): TrackFeatures {
  const seconds = pieceSeconds(piece);
  const onsets = new Set(piece.notes.map(({ startTicks }) => startTicks)).size;
  return {
    analyserVersion: PIECE_FEATURES_VERSION,
    tempoBpm: (piece.bars * 4 * 60) / seconds,
    tonic: piece.tonic,
    mode: piece.mode,
    loudnessLufs: LOUDNESS_LUFS,
    dynamicRangeDb: null,
    brightnessHz: null,
    onsetsPerSecond: onsets / seconds,
    ...UNMEASURED,
    valence: piece.mood.valence,
    arousal: piece.mood.arousal,
  };
}
