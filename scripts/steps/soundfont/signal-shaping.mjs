/** What every voice of the SoundFont needs done to its samples: filters, fades, levels, another sample rate. */

/**
 * One two-pole filter after the Audio EQ Cookbook (Robert Bristow-Johnson), run over the samples.
 * @param {Float32Array} samples
 * @param {{ type: "lowpass" | "highpass" | "bandpass", hz: number, q?: number }} filter `bandpass` has its peak at 0 dB
 * @param {number} sampleRateHz
 * @returns {Float32Array} a new array
 */
export function filtered(samples, { type, hz, q = Math.SQRT1_2 }, sampleRateHz) {
  const omega = (2 * Math.PI * hz) / sampleRateHz;
  const alpha = Math.sin(omega) / (2 * q);
  const cosine = Math.cos(omega);
  const [b0, b1, b2] = {
    lowpass: [(1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2],
    highpass: [(1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2],
    bandpass: [alpha, 0, -alpha],
  }[type].map((value) => value / (1 + alpha));
  const a1 = (-2 * cosine) / (1 + alpha);
  const a2 = (1 - alpha) / (1 + alpha);
  const output = new Float32Array(samples.length);
  let [first, second] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    const input = samples[i] ?? 0;
    const value = (b0 ?? 0) * input + first;
    first = (b1 ?? 0) * input - a1 * value + second;
    second = (b2 ?? 0) * input - a2 * value;
    output[i] = value;
  }
  return output;
}

/**
 * Largest absolute value.
 * @param {Float32Array} samples
 */
export function peakOf(samples) {
  let peak = 0;
  for (const value of samples) peak = Math.max(peak, Math.abs(value));
  return peak;
}

/**
 * Root mean square of a stretch.
 * @param {Float32Array} samples
 * @param {number} [from] @param {number} [to]
 */
export function rmsOf(samples, from = 0, to = samples.length) {
  let sum = 0;
  for (let i = from; i < to; i++) sum += (samples[i] ?? 0) ** 2;
  return Math.sqrt(sum / Math.max(1, to - from));
}

/**
 * Multiplies in place.
 * @param {Float32Array} samples
 * @param {number} gain
 */
export function scale(samples, gain) {
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) * gain;
  return samples;
}

/**
 * Brings both ends to zero in place, with half a cosine each, so that neither clicks.
 * @param {Float32Array} samples
 * @param {{ inSamples: number, outSamples: number }} lengths
 */
export function fadeEnds(samples, { inSamples, outSamples }) {
  const last = samples.length - 1;
  for (let i = 0; i < inSamples; i++) {
    samples[i] = (samples[i] ?? 0) * (0.5 - 0.5 * Math.cos((Math.PI * i) / inSamples));
  }
  for (let i = 0; i < outSamples; i++) {
    samples[last - i] = (samples[last - i] ?? 0) * (0.5 - 0.5 * Math.cos((Math.PI * i) / outSamples));
  }
  return samples;
}

/** Half the filter's length in samples of the lower rate: the stop band then begins a tenth above the pass band's end. */
const HALF_WIDTH = 24;
const KAISER_BETA = 9;
const TABLE_STEPS = 512;

/**
 * Modified Bessel function of the first kind, order zero, by its series.
 * @param {number} x
 */
function bessel(x) {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-9 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** The windowed sinc at `TABLE_STEPS` points a sample, one side. */
const SINC_TABLE = Float64Array.from({ length: HALF_WIDTH * TABLE_STEPS + 2 }, (_, index) => {
  const x = index / TABLE_STEPS;
  if (x >= HALF_WIDTH) return 0;
  const window = bessel(KAISER_BETA * Math.sqrt(1 - (x / HALF_WIDTH) ** 2)) / bessel(KAISER_BETA);
  return x === 0 ? 1 : (window * Math.sin(Math.PI * x)) / (Math.PI * x);
});

/**
 * Another, lower sample rate by a windowed sinc (Kaiser, beta 9: images and aliases 90 dB down); the pass band ends at 92 % of the new half rate.
 * @param {Float32Array} samples
 * @param {number} fromHz
 * @param {number} toHz not above `fromHz`
 */
export function downsampled(samples, fromHz, toHz) {
  const step = fromHz / toHz;
  const cutoff = 0.92 / step;
  const reach = HALF_WIDTH / cutoff;
  const output = new Float32Array(Math.floor(samples.length / step));
  for (let i = 0; i < output.length; i++) {
    const centre = i * step;
    let sum = 0;
    const end = Math.min(samples.length - 1, Math.floor(centre + reach));
    for (let j = Math.max(0, Math.ceil(centre - reach)); j <= end; j++) {
      const at = Math.abs(j - centre) * cutoff * TABLE_STEPS;
      const index = Math.trunc(at);
      const low = SINC_TABLE[index] ?? 0;
      sum += (samples[j] ?? 0) * (low + ((SINC_TABLE[index + 1] ?? 0) - low) * (at - index));
    }
    output[i] = sum * cutoff;
  }
  return output;
}
