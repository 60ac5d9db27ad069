/**
 * Danceability by detrended fluctuation analysis, after Streich and Herrera ("Detrended fluctuation analysis of music signals:
 * danceability estimation and further semantic characterization", AES 118th Convention, 2005): where loudness follows a
 * regular beat, its slow fluctuations stay small, and the scaling exponent is low. It knows nothing of style or of steps.
 */

/** Loudness is the standard deviation of the samples in frames of this length. */
const FRAME_S = 0.01;
/** Time scales over which the fluctuation is looked at, in seconds, each a tenth longer than the one before. */
const SHORTEST_S = 0.31;
const LONGEST_S = 8.8;
const GROWTH = 1.1;
/** Exponents are clipped to this before the mean of their inverses is taken, so that one odd scale does not decide. */
const LEAST_EXPONENT = 0.2;
/** The inverse exponent that counts as 1: with it, steady dance beats come near the top of the range. */
const MOST_DANCEABLE = 3;

/**
 * Danceability, 0 (silence, or shorter than the longest scale) to 1.
 * @param samples mono
 */
export function measureDanceability(samples: Float32Array, sampleRateHz: number): number {
  const profile = loudnessProfile(samples, Math.round(FRAME_S * sampleRateHz));
  if (profile.length * FRAME_S < 2 * LONGEST_S) return 0;
  const sums = new PrefixSums(profile);
  let before: { seconds: number; fluctuation: number } | null = null;
  let [inverses, count] = [0, 0];
  for (let seconds = SHORTEST_S; seconds <= LONGEST_S; seconds *= GROWTH) {
    const length = Math.round(seconds / FRAME_S);
    const fluctuation = sums.fluctuation(length);
    if (fluctuation <= 0) return 0;
    if (before !== null) {
      // The published correction for short scales: log((length + 3) / 4) in place of log(length).
      const [x0, x1] = [Math.log10((before.seconds / FRAME_S + 3) / 4), Math.log10((length + 3) / 4)];
      const exponent = Math.log10(fluctuation / before.fluctuation) / (x1 - x0);
      inverses += 1 / Math.max(LEAST_EXPONENT, exponent);
      count++;
    }
    before = { seconds: length * FRAME_S, fluctuation };
  }
  return Math.max(0, Math.min(1, inverses / count / MOST_DANCEABLE));
}

/** The running sum of the loudness' deviations from its mean. */
function loudnessProfile(samples: Float32Array, frameSize: number): Float64Array {
  const loudness = new Float64Array(Math.floor(samples.length / frameSize));
  for (let frame = 0; frame < loudness.length; frame++) {
    let [sum, squares] = [0, 0];
    for (let i = frame * frameSize; i < (frame + 1) * frameSize; i++) {
      sum += samples[i]!;
      squares += samples[i]! * samples[i]!;
    }
    loudness[frame] = Math.sqrt(Math.max(0, squares / frameSize - (sum / frameSize) ** 2));
  }
  const mean = loudness.reduce((total, value) => total + value, 0) / Math.max(1, loudness.length);
  let running = 0;
  return loudness.map((value) => (running += value - mean));
}

/** Sums of y, y^2 and t y up to every frame, from which the residue of a line over any window follows at once. */
class PrefixSums {
  readonly #y: Float64Array;
  readonly #yy: Float64Array;
  readonly #ty: Float64Array;

  constructor(profile: Float64Array) {
    this.#y = new Float64Array(profile.length + 1);
    this.#yy = new Float64Array(profile.length + 1);
    this.#ty = new Float64Array(profile.length + 1);
    profile.forEach((value, i) => {
      this.#y[i + 1] = this.#y[i]! + value;
      this.#yy[i + 1] = this.#yy[i]! + value * value;
      this.#ty[i + 1] = this.#ty[i]! + i * value;
    });
  }

  /** Root mean square of what a straight line leaves over windows of `length` frames, a fiftieth of a window apart. */
  fluctuation(length: number): number {
    const hop = Math.max(1, Math.round(length / 50));
    const meanT = (length - 1) / 2;
    const varianceT = (length * length - 1) / 12;
    let [sum, count] = [0, 0];
    for (let start = 0; start + length < this.#y.length; start += hop) {
      const end = start + length;
      const meanY = (this.#y[end]! - this.#y[start]!) / length;
      const varianceY = (this.#yy[end]! - this.#yy[start]!) / length - meanY * meanY;
      const meanTy = (this.#ty[end]! - this.#ty[start]! - start * (this.#y[end]! - this.#y[start]!)) / length;
      const covariance = meanTy - meanT * meanY;
      sum += Math.max(0, varianceY - (covariance * covariance) / varianceT);
      count++;
    }
    return count === 0 ? 0 : Math.sqrt(sum / count);
  }
}
