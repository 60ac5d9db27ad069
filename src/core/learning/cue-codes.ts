/**
 * Four measured cues of a track in one number of 32 bits, a byte each, so that ranking a million rows reads one column and
 * looks four numbers up. A byte is a deviation in steps of a fiftieth of a spread; 0 is "not measured".
 */
import type { TrackSound } from "./judgement.ts";
import { deviation, FURTHEST, USUAL } from "./taste-features.ts";

const CODES = 256;
const STEP = (2 * FURTHEST) / (CODES - 2);

type PackedSound = Partial<Pick<TrackSound, "tempoBpm" | "loudnessLufs" | "brightnessHz" | "onsetsPerSecond">>;

/** Tempo in the lowest byte, then loudness, brightness, onsets; unsigned. */
export function packCues({ tempoBpm, loudnessLufs, brightnessHz, onsetsPerSecond }: PackedSound): number {
  const packed =
    codeOf(tempoBpm, USUAL.tempoBpm) |
    (codeOf(loudnessLufs, USUAL.loudnessLufs) << 8) |
    (codeOf(brightnessHz, USUAL.brightnessHz) << 16) |
    (codeOf(onsetsPerSecond, USUAL.onsetsPerSecond) << 24);
  return packed >>> 0;
}

function codeOf(x: number | null | undefined, usual: { centre: number; spread: number }): number {
  if (x === null || x === undefined || Number.isNaN(x)) return 0;
  return 1 + Math.round((deviation(x, usual) + FURTHEST) / STEP);
}

/** What each code of a byte is worth, given what its deviation is worth; "not measured" is worth nothing. */
export function worthByCode(worth: (deviation: number) => number): Float32Array {
  return Float32Array.from({ length: CODES }, (_, code) => (code === 0 ? 0 : worth((code - 1) * STEP - FURTHEST)));
}
