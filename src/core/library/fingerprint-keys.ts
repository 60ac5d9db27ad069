/**
 * The few keys by which copies of a recording find each other among a million tracks, without being compared with all:
 * of all 24-bit parts of the fingerprint's words those with the smallest hashes (min-wise sampling, Broder 1997), so that
 * two fingerprints which share words choose the same ones; each bound to the track's length, since copies are about
 * equally long.
 */
import { MOST_LENGTH_DIFFERENCE_MS } from "./judge-copies.ts";

/** The lower 24 bits: two words of the same sound that differ in a bit or two may still agree in them. */
const KEY_BITS = 0xffffff;
const KEYS_PER_TRACK = 24;
const BUCKET_MS = 8000;
/** For tracks whose length is not known: they find each other alone. */
const NO_LENGTH = -1;

/** Which stretch of lengths a track belongs to. */
export function lengthBucket(durationMs: number | null): number {
  return durationMs === null ? NO_LENGTH : Math.floor(durationMs / BUCKET_MS);
}

/** All stretches in which a copy of a track may lie. */
export function copyBuckets(durationMs: number | null): number[] {
  if (durationMs === null) return [NO_LENGTH];
  const first = lengthBucket(Math.max(0, durationMs - MOST_LENGTH_DIFFERENCE_MS));
  const last = lengthBucket(durationMs + MOST_LENGTH_DIFFERENCE_MS);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Up to 24 keys, each a signed 32-bit number; none for a fingerprint of silence. */
export function fingerprintKeys(words: Uint32Array, bucket: number): number[] {
  const hashes = new Set<number>();
  for (const word of words) if (word !== 0) hashes.add(scramble(word & KEY_BITS));
  const smallest = Uint32Array.from(hashes).sort().slice(0, KEYS_PER_TRACK);
  return [...new Set(Array.from(smallest, (hash) => scramble(hash ^ Math.imul(bucket + 2, 0x9e3779b1)) | 0))];
}

/** A bijection of 32 bits whose results look random (the "lowbias32" mix by Chris Wellons, public domain). */
function scramble(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
