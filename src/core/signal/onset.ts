/**
 * Onset strength (log-mel spectral flux), how many onsets there are a second, and, since the same spectra serve,
 * the mean spectral centroid. The periodicity of the onsets is left to `tempo.ts`.
 */
import { bandPower, createMelBands, melBandCentresHz } from "./mel.ts";
import { forEachSpectrum, frameCount, type StftOptions } from "./stft.ts";

/** Frames of 46 ms every 12 ms at 22.05 kHz: short enough to place an onset, long enough to see the bass. */
export const ONSET_STFT: StftOptions = { frameSize: 1024, hopSize: 256 };

const BAND_COUNT = 32;
const LOWEST_HZ = 40;
const HIGHEST_HZ = 10_000;
/** Bands more than this below the loudest one of the excerpt count as silent. */
const DYNAMIC_FLOOR_DB = 60;
/** How far back the flux compares: two hops, so that an onset that falls across a frame's edge still counts once. */
const FLUX_LAG = 2;
const BASS_HZ = 250;

export interface OnsetEnvelope {
  /** Mean rise over all bands in dB against the frame two hops before, one value a frame. */
  strengthDb: Float64Array;
  /** The same over the bands below 250 Hz: bass and bass drum. */
  lowStrengthDb: Float64Array;
  frameRateHz: number;
  /** Mean spectral centroid over frames that sound, 40 Hz..10 kHz; 0 for silence. */
  brightnessHz: number;
}

/**
 * Measures onset strength and brightness in one pass over the spectra.
 * @param alsoVisit sees each spectrum too, so that what else is read from them costs no second pass
 */
export function measureOnsets(
  samples: Float32Array,
  sampleRateHz: number,
  alsoVisit?: (power: Float64Array, frame: number) => void,
): OnsetEnvelope {
  const frames = frameCount(samples.length, ONSET_STFT);
  const bands = createMelBands({
    sampleRateHz,
    frameSize: ONSET_STFT.frameSize,
    bandCount: BAND_COUNT,
    lowestHz: LOWEST_HZ,
    highestHz: HIGHEST_HZ,
  });
  const mel = new Float64Array(frames * BAND_COUNT);
  const centroidHz = new Float64Array(frames);
  const framePower = new Float64Array(frames);
  const binHz = sampleRateHz / ONSET_STFT.frameSize;
  const firstBin = Math.ceil(LOWEST_HZ / binHz);
  const lastBin = Math.min(ONSET_STFT.frameSize / 2, Math.floor(HIGHEST_HZ / binHz));
  forEachSpectrum(samples, ONSET_STFT, (power, frame) => {
    for (let band = 0; band < BAND_COUNT; band++) mel[frame * BAND_COUNT + band] = bandPower(power, bands[band]!);
    let sum = 0;
    let weighted = 0;
    for (let bin = firstBin; bin <= lastBin; bin++) {
      // Magnitudes, not powers: a centroid of powers follows the bass alone.
      const magnitude = Math.sqrt(power[bin]!);
      sum += magnitude;
      weighted += magnitude * bin;
      framePower[frame]! += power[bin]!;
    }
    centroidHz[frame] = sum > 0 ? (weighted / sum) * binHz : 0;
    alsoVisit?.(power, frame);
  });
  const lowBands = melBandCentresHz(BAND_COUNT, LOWEST_HZ, HIGHEST_HZ).filter((hz) => hz < BASS_HZ).length;
  return {
    ...spectralFlux(mel, frames, lowBands),
    frameRateHz: sampleRateHz / ONSET_STFT.hopSize,
    brightnessHz: meanOverSounding(centroidHz, framePower),
  };
}

/** Decibels in place, then the mean rise over all bands and over the lowest ones. */
function spectralFlux(
  mel: Float64Array,
  frames: number,
  lowBands: number,
): Pick<OnsetEnvelope, "strengthDb" | "lowStrengthDb"> {
  const flux = { strengthDb: new Float64Array(frames), lowStrengthDb: new Float64Array(frames) };
  let loudest = 0;
  for (const power of mel) if (power > loudest) loudest = power;
  if (loudest <= 0) return flux;
  const floor = loudest * 10 ** (-DYNAMIC_FLOOR_DB / 10);
  for (let i = 0; i < mel.length; i++) mel[i] = 10 * Math.log10(Math.max(mel[i]!, floor));
  for (let frame = FLUX_LAG; frame < frames; frame++) {
    let [rise, lowRise] = [0, 0];
    for (let band = 0; band < BAND_COUNT; band++) {
      const difference = mel[frame * BAND_COUNT + band]! - mel[(frame - FLUX_LAG) * BAND_COUNT + band]!;
      if (difference <= 0) continue;
      rise += difference;
      if (band < lowBands) lowRise += difference;
    }
    flux.strengthDb[frame] = rise / BAND_COUNT;
    flux.lowStrengthDb[frame] = lowRise / lowBands;
  }
  return flux;
}

function meanOverSounding(values: Float64Array, framePower: Float64Array): number {
  let loudest = 0;
  for (const power of framePower) if (power > loudest) loudest = power;
  let sum = 0;
  let count = 0;
  for (let frame = 0; frame < values.length; frame++) {
    if (loudest === 0 || framePower[frame]! < loudest * 1e-4) continue;
    sum += values[frame]!;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** An onset must rise this far above the mean of its surroundings. */
const THRESHOLD_DB = 1.2;
/** ... and reach this share of the strongest tenth of the peaks, so that ripples beside clear onsets do not count. */
const THRESHOLD_SHARE = 0.12;
const SURROUNDINGS_S = 0.35;
const CLOSEST_S = 0.06;

/** Counts the peaks of the onset strength and divides by the time. */
export function countOnsetsPerSecond({ strengthDb, frameRateHz }: OnsetEnvelope): number {
  const seconds = strengthDb.length / frameRateHz;
  if (strengthDb.length < 3) return 0;
  const local = movingMean(strengthDb, Math.round(SURROUNDINGS_S * frameRateHz));
  const strong = Float64Array.from(strengthDb).sort();
  const reference = strong[Math.floor(strong.length * 0.98)]!;
  const threshold = Math.max(THRESHOLD_DB, THRESHOLD_SHARE * reference);
  const closest = Math.max(1, Math.round(CLOSEST_S * frameRateHz));
  let count = 0;
  let last = -closest;
  for (let i = 1; i < strengthDb.length - 1; i++) {
    const value = strengthDb[i]!;
    const isPeak = value > strengthDb[i - 1]! && value >= strengthDb[i + 1]!;
    if (!isPeak || value < local[i]! + threshold || i - last < closest) continue;
    count++;
    last = i;
  }
  return count / seconds;
}

/** Mean over `radius` values on each side, fewer at the ends. */
export function movingMean(values: Float64Array, radius: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!;
  return values.map((_, i) => {
    const from = Math.max(0, i - radius);
    const to = Math.min(values.length, i + radius + 1);
    return (sums[to]! - sums[from]!) / (to - from);
  });
}
