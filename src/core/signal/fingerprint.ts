/**
 * An acoustic fingerprint after Haitsma and Kalker (A Highly Robust Audio Fingerprinting System, ISMIR 2002): of every
 * short stretch of sound, 32 bits that say in which neighbouring bands the energy rises and in which it falls. It survives
 * other encodings, levels and some silence before, and differs between two performances of one song.
 * Comparing fingerprints and finding them among many is left to core/library.
 */
import FFT from "fft.js";
import { hannWindow } from "./stft.ts";

/** Raised whenever the same sound gives other bits; fingerprints of two versions are never compared. */
export const FINGERPRINT_VERSION = 1;

/** Sub-fingerprints a second: two copies are at most 31 ms apart from each other. */
export const FINGERPRINT_RATE_HZ = 16;
/** So much of the excerpt's middle is kept: enough to tell, and 1.9 kB. */
const SPAN_SECONDS = 30;
/** Less than this cannot be told from chance. */
const LEAST_SECONDS = 6;
/** Long against the step, so that two copies cut at different instants still see nearly the same. */
const FRAME_SECONDS = 0.37;
const BAND_COUNT = 33;
const LOWEST_HZ = 300;
const HIGHEST_HZ = 2000;
/** The sound is brought down to about this rate first: nothing above 2 kHz is looked at. */
const REDUCED_RATE_HZ = 5000;
/** Mean power (full scale is about 1) below which a frame is silent and says nothing. */
const SILENCE_POWER = 1e-9;

/**
 * Takes the fingerprint of a mono excerpt.
 * @param samples -1..1, finite
 * @param sampleRateHz 5 kHz or more
 * @returns 16 32-bit words a second, 0 where it is silent; null where too little sounds to be told apart
 */
export function takeFingerprint(samples: Float32Array, sampleRateHz: number): Uint32Array | null {
  const factor = Math.max(1, Math.floor(sampleRateHz / REDUCED_RATE_HZ));
  const rateHz = sampleRateHz / factor;
  const reduced = reduceRate(middle(samples, sampleRateHz), factor);
  const energies = measureBands(reduced, rateHz);
  const frames = energies.length / BAND_COUNT;
  const words = new Uint32Array(Math.max(0, frames - LAG));
  let sounding = 0;
  for (let frame = 0; frame < words.length; frame++) {
    const word = subFingerprint(energies, frame);
    words[frame] = word;
    if (word !== 0) sounding++;
  }
  return sounding < LEAST_SECONDS * FINGERPRINT_RATE_HZ ? null : words;
}

/** How many frames back one is compared. */
const LAG = 0.25 * FINGERPRINT_RATE_HZ;

function subFingerprint(energies: Float64Array, frame: number): number {
  const before = frame * BAND_COUNT;
  const now = (frame + LAG) * BAND_COUNT;
  let power = 0;
  for (let band = 0; band < BAND_COUNT; band++) power += energies[now + band]! + energies[before + band]!;
  if (power < SILENCE_POWER) return 0;
  let word = 0;
  for (let band = 0; band < BAND_COUNT - 1; band++) {
    const rise =
      energies[now + band]! - energies[now + band + 1]! - energies[before + band]! + energies[before + band + 1]!;
    word = (word << 1) | (rise > 0 ? 1 : 0);
  }
  return word >>> 0;
}

function middle(samples: Float32Array, sampleRateHz: number): Float32Array {
  const wanted = Math.round((SPAN_SECONDS + FRAME_SECONDS) * sampleRateHz);
  const start = Math.max(0, Math.floor((samples.length - wanted) / 2));
  return samples.subarray(start, start + wanted);
}

/** Energy of every band (logarithmic, a semitone wide) in every frame, frame by frame. */
function measureBands(samples: Float32Array, rateHz: number): Float64Array {
  const frameSize = Math.round(FRAME_SECONDS * rateHz);
  const fftSize = 2 ** Math.ceil(Math.log2(frameSize));
  const hop = rateHz / FINGERPRINT_RATE_HZ;
  const frames = Math.max(0, 1 + Math.floor((samples.length - frameSize) / hop));
  const fft = new FFT(fftSize);
  const window = hannWindow(frameSize);
  const input = new Float64Array(fftSize);
  const output = new Float64Array(fftSize * 2);
  const sums = new Float64Array(fftSize / 2 + 1);
  const edges = bandEdges(rateHz / fftSize);
  const scale = (4 / frameSize) ** 2;
  const energies = new Float64Array(frames * BAND_COUNT);
  for (let frame = 0; frame < frames; frame++) {
    const start = Math.round(frame * hop);
    for (let i = 0; i < frameSize; i++) input[i] = (samples[start + i] ?? 0) * window[i]!;
    fft.realTransform(output, input);
    let sum = 0;
    for (let bin = 0; bin < sums.length; bin++) {
      sums[bin] = sum;
      sum += (output[2 * bin]! ** 2 + output[2 * bin + 1]! ** 2) * scale;
    }
    for (let band = 0; band < BAND_COUNT; band++) {
      energies[frame * BAND_COUNT + band] = sumUpTo(sums, edges[band + 1]!) - sumUpTo(sums, edges[band]!);
    }
  }
  return energies;
}

/** In bins, fractional. */
function bandEdges(binHz: number): Float64Array {
  const ratio = HIGHEST_HZ / LOWEST_HZ;
  return Float64Array.from({ length: BAND_COUNT + 1 }, (_, i) => (LOWEST_HZ * ratio ** (i / BAND_COUNT)) / binHz);
}

function sumUpTo(sums: Float64Array, bin: number): number {
  const whole = Math.min(sums.length - 2, Math.floor(bin));
  return sums[whole]! + (bin - whole) * (sums[whole + 1]! - sums[whole]!);
}

/** Low-pass (a Hamming-windowed sinc) and every `factor`-th sample. */
function reduceRate(samples: Float32Array, factor: number): Float32Array {
  if (factor === 1) return samples;
  const half = 6 * factor;
  const cutoff = 0.42 / factor;
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const x = 2 * Math.PI * cutoff * (i - half);
    const sinc = i === half ? 1 : Math.sin(x) / x;
    return 2 * cutoff * sinc * (0.54 + 0.46 * Math.cos((Math.PI * (i - half)) / half));
  });
  const output = new Float32Array(Math.floor(samples.length / factor));
  for (let i = 0; i < output.length; i++) {
    const start = i * factor - half;
    const first = Math.max(0, -start);
    const last = Math.min(taps.length, samples.length - start);
    let sum = 0;
    for (let tap = first; tap < last; tap++) sum += taps[tap]! * samples[start + tap]!;
    output[i] = sum;
  }
  return output;
}
