/** Brings rendered sound to the loudness at which all music is played, with its true peaks below full scale. */
import { measureStereoLoudness, SILENCE_LUFS } from "../core/signal/loudness.ts";
import { limitPeaks } from "./limiter.ts";

/** What streaming services play at; between their -14 and the -18 of ReplayGain 2. */
export const TARGET_LUFS = -16;
/** True peaks stay below: what an encoder to a lossy format adds must fit above. */
export const HIGHEST_PEAK_DB = -1;

/** A little below, for what the interpolation of the measurement does not see. */
const CEILING_DB = HIGHEST_PEAK_DB - 0.3;
/** Nothing is made louder than this: a piece of one soft note is not blown up to noise. */
const MOST_GAIN_DB = 24;
const CLOSE_ENOUGH_DB = 0.1;
const MOST_ROUNDS = 4;

export interface Levelled {
  /** After levelling, LUFS. */
  integratedLufs: number;
  /** What was done to the sound as a whole, decibels. */
  gainDb: number;
  /** The limiter's largest reduction, decibels. */
  limitedDb: number;
}

/** Levels stereo sound in place to `TARGET_LUFS`; silence stays as it is. */
export function levelToTarget(left: Float32Array, right: Float32Array, sampleRate: number): Levelled {
  const source = { left: left.slice(), right: right.slice() };
  let { integratedLufs } = measureStereoLoudness(left, right, sampleRate);
  let gainDb = 0;
  let limitedDb = 0;
  for (let round = 0; round < MOST_ROUNDS && integratedLufs > SILENCE_LUFS; round++) {
    const missingDb = TARGET_LUFS - integratedLufs;
    if (round > 0 && Math.abs(missingDb) < CLOSE_ENOUGH_DB) break;
    // What the limiter took away is made up for, always from the unlimited sound.
    gainDb = Math.min(MOST_GAIN_DB, gainDb + missingDb);
    const gain = 10 ** (gainDb / 20);
    for (let i = 0; i < left.length; i++) {
      left[i] = source.left[i]! * gain;
      right[i] = source.right[i]! * gain;
    }
    limitedDb = limitPeaks(left, right, sampleRate, 10 ** (CEILING_DB / 20));
    ({ integratedLufs } = measureStereoLoudness(left, right, sampleRate));
  }
  return { integratedLufs, gainDb, limitedDb };
}
