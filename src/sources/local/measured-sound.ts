/** What comes of analysing a file: what is shown of it, and the fingerprint by which its copies are found. */
import type { TrackFeatures } from "../../contracts/tracks.ts";

export interface MeasuredSound extends TrackFeatures {
  /** See core/signal/fingerprint; null where the sound says too little, absent where none was taken. */
  fingerprint?: Uint32Array | null;
}
