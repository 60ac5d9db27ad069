/**
 * How alike tracks are, for a list that shall not be all the same: by sound, artist and album. Where tracks lie on the
 * plane is not in it: that they lie together is what was asked for.
 */
import type { CandidateColumns } from "./candidate-index.ts";
import { FARTHEST_KEYS, keyDistance } from "./key-distance.ts";

/** Shares of the likeness of two tracks; an album of one artist counts for both. They sum to 1. */
const SOUND_SHARE = 0.6;
const ARTIST_SHARE = 0.25;
const ALBUM_SHARE = 0.15;

/** Differences that make two tracks sound clearly unlike in one respect: octaves, octaves, onsets a second, LU, dB. */
const TEMPO_SPREAD = 0.35;
const BRIGHTNESS_SPREAD = 0.7;
const ONSET_SPREAD = 1.5;
const LOUDNESS_SPREAD = 5;
const DYNAMICS_SPREAD = 4;
/** Where one of two was not measured they count as this much apart, in spreads: as two tracks at random are. */
const UNKNOWN_APART = 1;
const SOUND_CUES = 5;

/** Rows of a candidate index, ready to be compared many times. */
export interface ComparedRows {
  /** 0 nothing in common, 1 the same; a and b are places in `rows`. */
  between(a: number, b: number): number;
}

/** Takes the logarithms once: comparing is what is done often. */
export function compareRows(columns: Readonly<CandidateColumns>, rows: readonly number[]): ComparedRows {
  const cues = new Float32Array(rows.length * SOUND_CUES);
  rows.forEach((row, at) => {
    cues[at * SOUND_CUES] = Math.log2(columns.tempoBpm[row]!) / TEMPO_SPREAD;
    cues[at * SOUND_CUES + 1] = Math.log2(columns.brightnessHz[row]!) / BRIGHTNESS_SPREAD;
    cues[at * SOUND_CUES + 2] = columns.onsetsPerSecond[row]! / ONSET_SPREAD;
    cues[at * SOUND_CUES + 3] = columns.loudnessLufs[row]! / LOUDNESS_SPREAD;
    cues[at * SOUND_CUES + 4] = columns.dynamicRangeDb[row]! / DYNAMICS_SPREAD;
  });
  return {
    between(a, b) {
      const [rowA, rowB] = [rows[a]!, rows[b]!];
      let squares = 0;
      for (let cue = 0; cue < SOUND_CUES; cue++) {
        const apart = cues[a * SOUND_CUES + cue]! - cues[b * SOUND_CUES + cue]!;
        squares += Number.isNaN(apart) ? UNKNOWN_APART : apart * apart;
      }
      const key = keyDistance(columns.tonic[rowA]!, columns.mode[rowA]!, columns.tonic[rowB]!, columns.mode[rowB]!);
      squares += key === null ? UNKNOWN_APART : (2 * key) / FARTHEST_KEYS;
      const sound = Math.exp(-squares / (SOUND_CUES + 1));
      const artist = isSame(columns.artist, rowA, rowB) ? ARTIST_SHARE : 0;
      const album = isSame(columns.album, rowA, rowB) ? ALBUM_SHARE : 0;
      return SOUND_SHARE * sound + artist + album;
    },
  };
}

/** Whether two rows are known to have the same artist, album or recording. */
export function isSame(numbers: Int32Array, a: number, b: number): boolean {
  return numbers[a]! >= 0 && numbers[a] === numbers[b];
}
