/**
 * Tempo from the periodicity of the onset strength: autocorrelation, a comb over the multiples of the beat, a log-normal
 * prior over tempi give the period; which of its multiples is the beat is weighed in `metrical-level.ts`. Beats themselves are
 * not placed.
 */
import FFT from "fft.js";
import { chooseLevel } from "./metrical-level.ts";
import { movingMean, type OnsetEnvelope } from "./onset.ts";

const SLOWEST_BPM = 45;
const FASTEST_BPM = 215;
/** Centre and width of the prior: listeners tap near two beats a second (Ellis 2007 uses 120 bpm and about an octave). */
const PRIOR_BPM = 115;
const PRIOR_OCTAVES = 1;
const COMB = [1, 0.8, 0.6, 0.4];
/** Weakest normalised autocorrelation at the beat that still counts as a pulse. */
const WEAKEST_PULSE = 0.12;
/** Least variance of the onset strength, dB squared; under it the sound only ripples. */
const LEAST_VARIANCE = 0.01;
const SHORTEST_S = 4;

export interface Tempo {
  /** Beats a minute. */
  bpm: number;
  /** Normalised autocorrelation of the onset strength at the beat, 0..1. */
  clarity: number;
}

/** Finds the tempo; null where nothing repeats or under four seconds are given. */
export function estimateTempo({ strengthDb, lowStrengthDb, frameRateHz }: OnsetEnvelope): Tempo | null {
  if (strengthDb.length < SHORTEST_S * frameRateHz) return null;
  const pulse = emphasised(strengthDb, frameRateHz);
  const longest = Math.min(pulse.length - 1, Math.ceil((60 / SLOWEST_BPM) * frameRateHz * 8));
  const correlation = autocorrelation(pulse, longest);
  if (correlation === null) return null;
  const at = (lag: number): number => interpolated(correlation, lag);
  let best = { lag: 0, score: 0 };
  for (let bpm = SLOWEST_BPM; bpm <= FASTEST_BPM; bpm *= 1.005) {
    const lag = (60 * frameRateHz) / bpm;
    const score = salience(at, lag) * prior(bpm);
    if (score > best.score) best = { lag, score };
  }
  if (best.score === 0) return null;
  const bass = autocorrelation(emphasised(lowStrengthDb, frameRateHz), longest);
  const level = chooseLevel(refined(correlation, best.lag), {
    all: at,
    // Where there is no bass, the whole stands for it.
    low: (multiple) => interpolated(bass ?? correlation, multiple),
    framesPerMinute: 60 * frameRateHz,
    slowestBpm: SLOWEST_BPM,
    fastestBpm: FASTEST_BPM,
  });
  const lag = refined(correlation, level);
  const clarity = at(lag);
  return clarity < WEAKEST_PULSE ? null : { bpm: (60 * frameRateHz) / lag, clarity: Math.min(1, clarity) };
}

/** Geometric mean of the repetition at the beat itself and over its next multiples: both must be there. */
function salience(at: (lag: number) => number, lag: number): number {
  let [sum, weights] = [0, 0];
  COMB.forEach((weight, i) => {
    sum += weight * at(lag * (i + 1));
    weights += weight;
  });
  return Math.sqrt(Math.max(0, at(lag)) * Math.max(0, sum / weights));
}

function prior(bpm: number): number {
  return Math.exp(-0.5 * (Math.log2(bpm / PRIOR_BPM) / PRIOR_OCTAVES) ** 2);
}

/** The rise above the surroundings, smoothed by 12 ms so that a beat between two frames still meets itself. */
function emphasised(strength: Float64Array, frameRateHz: number): Float64Array {
  const surroundings = movingMean(strength, Math.round(0.5 * frameRateHz));
  const rises = strength.map((value, i) => Math.max(0, value - surroundings[i]!));
  return rises.map((value, i) => 0.25 * (rises[i - 1] ?? 0) + 0.5 * value + 0.25 * (rises[i + 1] ?? 0));
}

/** Autocorrelation for lags 0..longest of the mean-free signal, 1 at lag 0; null for one that hardly changes. */
function autocorrelation(signal: Float64Array, longest: number): Float64Array | null {
  const mean = signal.reduce((sum, value) => sum + value, 0) / signal.length;
  let size = 2;
  while (size < signal.length + longest + 1) size *= 2;
  const fft = new FFT(size);
  const input = new Float64Array(size);
  for (let i = 0; i < signal.length; i++) input[i] = signal[i]! - mean;
  const spectrum = new Float64Array(size * 2);
  fft.realTransform(spectrum, input);
  fft.completeSpectrum(spectrum);
  for (let i = 0; i < spectrum.length; i += 2) {
    spectrum[i] = spectrum[i]! ** 2 + spectrum[i + 1]! ** 2;
    spectrum[i + 1] = 0;
  }
  const result = new Float64Array(size * 2);
  fft.inverseTransform(result, spectrum);
  const energy = result[0]! / signal.length;
  if (energy < LEAST_VARIANCE) return null;
  // Divided by the overlap, so that long lags are not weaker for being long.
  return Float64Array.from({ length: longest + 1 }, (_, lag) => result[2 * lag]! / (signal.length - lag) / energy);
}

function interpolated(values: Float64Array, position: number): number {
  const left = Math.floor(position);
  if (left + 1 >= values.length) return 0;
  const share = position - left;
  return values[left]! * (1 - share) + values[left + 1]! * share;
}

/** Sharpens a lag by following its multiples: the peak at eight beats places one beat eight times as finely. */
function refined(correlation: Float64Array, start: number): number {
  let lag = start;
  for (const multiple of [1, 2, 4, 8]) {
    const peak = peakNear(correlation, lag * multiple, Math.max(1, Math.round(lag * 0.08)));
    if (peak === null) break;
    lag = peak / multiple;
  }
  return lag;
}

/** The local maximum within `radius` of a lag, placed by a parabola; null where the maximum lies at the border or beyond. */
function peakNear(values: Float64Array, centre: number, radius: number): number | null {
  const from = Math.round(centre) - radius;
  const to = Math.round(centre) + radius;
  if (from < 1 || to + 1 >= values.length) return null;
  let peak = from;
  for (let i = from; i <= to; i++) if (values[i]! > values[peak]!) peak = i;
  if (peak === from || peak === to || values[peak]! < WEAKEST_PULSE) return null;
  const [left, middle, right] = [values[peak - 1]!, values[peak]!, values[peak + 1]!];
  return peak + (0.5 * (left - right)) / (left - 2 * middle + right || -1);
}
