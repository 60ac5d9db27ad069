/** Articulation: how fast sounds fade. Short, plucked or damped sounds fall fast, held ones slowly. */

const FRAME_S = 0.01;
/** The fall is measured over this many frames, long enough for a period of the bass. */
const SPAN = 5;
/** Frames this far below the mean power are too quiet to fade any more. */
const QUIETEST_DB = 25;
/** Levels are not followed further down than this below the mean power. */
const FLOOR_DB = 60;

/**
 * Mean speed at which the level falls where it falls, in dB a second, 0 (nothing fades, or silence) upwards; usual values
 * lie between 30 and 150. It does not depend on how loud the signal is as a whole.
 * @param samples mono
 */
export function measureDecay(samples: Float32Array, sampleRateHz: number): number {
  const levels = levelsOf(samples, Math.round(FRAME_S * sampleRateHz));
  let [sum, count] = [0, 0];
  for (let i = SPAN; i < levels.length; i++) {
    const fall = levels[i - SPAN]! - levels[i]!;
    if (levels[i - SPAN]! <= -QUIETEST_DB || fall <= 0) continue;
    sum += fall / (SPAN * FRAME_S);
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** Level of each frame in dB against the mean power of the whole; empty for silence. */
function levelsOf(samples: Float32Array, frameSize: number): Float64Array {
  const powers = new Float64Array(Math.floor(samples.length / frameSize));
  let total = 0;
  for (let frame = 0; frame < powers.length; frame++) {
    let sum = 0;
    for (let i = frame * frameSize; i < (frame + 1) * frameSize; i++) sum += samples[i]! * samples[i]!;
    powers[frame] = sum / frameSize;
    total += powers[frame]!;
  }
  const mean = total / Math.max(1, powers.length);
  if (mean <= 0) return new Float64Array(0);
  return powers.map((power) => Math.max(-FLOOR_DB, 10 * Math.log10(power / mean + 1e-12)));
}
