/**
 * Loudness after ITU-R BS.1770-4 (K-weighting, 400 ms blocks, two gates) and loudness range after EBU Tech 3342.
 * The filters are recomputed for the given sample rate from their analogue prototypes, so 22.05 kHz works as 48 kHz does.
 */

/** What silence reads: the absolute gate of BS.1770. */
export const SILENCE_LUFS = -70;

export interface Loudness {
  /** Gated loudness of the whole, LUFS; at least `SILENCE_LUFS`. */
  integratedLufs: number;
  /** Spread between quiet and loud passages (10th to 95th percentile of 3 s windows), dB; 0 below 3 s of sound. */
  rangeDb: number;
}

interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/** Stage one of K-weighting: the head's high shelf, +4 dB above about 1.7 kHz. */
function shelf(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (band * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

/** Stage two: the high-pass at 38 Hz (its numerator is 1, -2, 1, as in the recommendation's table). */
function highPass(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}

const STEP_S = 0.1;

/** Mean square of the K-weighted signal in steps of 100 ms. */
function weightedSteps(samples: Float32Array, sampleRateHz: number): Float64Array {
  const [s, h] = [shelf(sampleRateHz), highPass(sampleRateHz)];
  const stepSize = Math.round(STEP_S * sampleRateHz);
  const steps = new Float64Array(Math.floor(samples.length / stepSize));
  let [s1, s2, h1, h2] = [0, 0, 0, 0];
  for (let step = 0; step < steps.length; step++) {
    let sum = 0;
    const end = (step + 1) * stepSize;
    for (let i = step * stepSize; i < end; i++) {
      const x = samples[i]!;
      // Transposed direct form II, twice.
      const y = s.b0 * x + s1;
      s1 = s.b1 * x - s.a1 * y + s2;
      s2 = s.b2 * x - s.a2 * y;
      const z = h.b0 * y + h1;
      h1 = h.b1 * y - h.a1 * z + h2;
      h2 = h.b2 * y - h.a2 * z;
      sum += z * z;
    }
    steps[step] = sum / stepSize;
  }
  return steps;
}

/** Means over sliding windows of `length` steps. */
function windows(steps: Float64Array, length: number): number[] {
  const means: number[] = [];
  for (let i = 0; i + length <= steps.length; i++) {
    let sum = 0;
    for (let j = 0; j < length; j++) sum += steps[i + j]!;
    means.push(sum / length);
  }
  return means;
}

const toLufs = (power: number): number => -0.691 + 10 * Math.log10(power);
const fromLufs = (lufs: number): number => 10 ** ((lufs + 0.691) / 10);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The values above the absolute gate and above the relative one, `relativeDb` under the mean of those that passed the first. */
function gated(powers: readonly number[], relativeDb: number): number[] {
  const sounding = powers.filter((power) => power > fromLufs(SILENCE_LUFS));
  if (sounding.length === 0) return [];
  const threshold = mean(sounding) * 10 ** (-relativeDb / 10);
  return sounding.filter((power) => power > threshold);
}

function loudnessOf(steps: Float64Array): Loudness {
  const blocks = gated(windows(steps, 4), 10);
  const integratedLufs = blocks.length === 0 ? SILENCE_LUFS : Math.max(SILENCE_LUFS, toLufs(mean(blocks)));
  const passages = gated(windows(steps, 30), 20)
    .map(toLufs)
    .sort((a, b) => a - b);
  const at = (share: number): number => passages[Math.round((passages.length - 1) * share)] ?? 0;
  return { integratedLufs, rangeDb: passages.length < 2 ? 0 : at(0.95) - at(0.1) };
}

/**
 * Measures loudness and loudness range.
 * @param samples mono, -1..1
 * @param speakers how many loudspeakers the mono signal stands for: 1 is the recommendation's single channel; 2 counts
 *   it as a stereo pair (+3.01 dB), so that the downmix of a centred stereo file reads what the file itself reads.
 */
export function measureLoudness(samples: Float32Array, sampleRateHz: number, speakers: 1 | 2 = 1): Loudness {
  return loudnessOf(weightedSteps(samples, sampleRateHz).map((power) => power * speakers));
}

/** Measures loudness and loudness range of a stereo pair: the channels' powers add up. */
export function measureStereoLoudness(left: Float32Array, right: Float32Array, sampleRateHz: number): Loudness {
  const others = weightedSteps(right, sampleRateHz);
  return loudnessOf(weightedSteps(left, sampleRateHz).map((power, index) => power + (others[index] ?? 0)));
}

/** Highest sample over the root mean square, dB: 3 for a sine, near 20 for lone clicks; 0 for silence. */
export function measureCrestFactor(samples: Float32Array): number {
  let [highest, squares] = [0, 0];
  for (const value of samples) {
    const size = Math.abs(value);
    if (size > highest) highest = size;
    squares += size * size;
  }
  return highest === 0 ? 0 : 20 * Math.log10(highest / Math.sqrt(squares / samples.length));
}
