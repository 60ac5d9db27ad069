/** Whether two tracks are copies of one recording: by what they are called, how long they are, and how they sound. */
import { fingerprintSimilarity } from "./fingerprint-match.ts";

/** What says so. */
export type CopyEvidence = "tags" | "sound" | "tags-and-sound";

export interface RecordingFacts {
  /** See recording-key; null where artist or title is not known. */
  key: string | null;
  durationMs: number | null;
  /** See signal/fingerprint; null where the sound was not measured or says nothing. */
  fingerprint: Uint32Array | null;
}

export interface Likeness {
  evidence: CopyEvidence;
  /** Share of fingerprint bits that agree, 0..1; null where one has no fingerprint. */
  similarity: number | null;
}

/** From here on the sound alone says that it is one recording. Chosen on the development set of docs/duplicates.md. */
export const SAME_SOUND = 0.75;
/** With the same name less is enough: a poor encoding, or other silences. */
export const SAME_SOUND_OF_SAME_NAME = 0.7;
/** Copies of one recording may differ so much: silence at the ends, or an end that is cut off. */
export const MOST_LENGTH_DIFFERENCE_MS = 12_000;
/** Where the name alone speaks, the lengths must agree better. */
const MOST_LENGTH_DIFFERENCE_BY_NAME_MS = 2500;

/**
 * Judges two tracks; null where they are two recordings or nothing says that they are one.
 * Where both can be heard the sound has the last word: a song recorded twice has one name and two sounds.
 */
export function judgeCopies(a: RecordingFacts, b: RecordingFacts): Likeness | null {
  const sameName = a.key !== null && a.key === b.key;
  const difference = lengthDifferenceMs(a, b);
  if (difference !== null && difference > MOST_LENGTH_DIFFERENCE_MS) return null;
  if (a.fingerprint && b.fingerprint) {
    const similarity = fingerprintSimilarity(a.fingerprint, b.fingerprint);
    if (similarity < (sameName ? SAME_SOUND_OF_SAME_NAME : SAME_SOUND)) return null;
    return { evidence: sameName ? "tags-and-sound" : "sound", similarity };
  }
  if (!sameName || difference === null || difference > MOST_LENGTH_DIFFERENCE_BY_NAME_MS) return null;
  return { evidence: "tags", similarity: null };
}

function lengthDifferenceMs(a: RecordingFacts, b: RecordingFacts): number | null {
  return a.durationMs === null || b.durationMs === null ? null : Math.abs(a.durationMs - b.durationMs);
}
