/**
 * Three pads by the PADsynth method (Paul Nasca): each harmonic is a narrow band of the spectrum with random phases, and one
 * inverse Fourier transform makes the sound of many players. What comes out is periodic by construction, so the loop
 * is the whole sample and cannot click, and nothing lies above the highest harmonic asked for.
 */
import FFT from "fft.js";
import { peakOf, rmsOf, scale } from "./signal-shaping.mjs";
import { seededRandom } from "./seeded-noise.mjs";

/** @typedef {import("./bank.mjs").Zone} Zone */

/**
 * @typedef {object} PadTimbre
 * @property {string} name
 * @property {number} bandwidthCents of the fundamental; harmonics get wider in proportion to their number to the power `spread`
 * @property {number} spread
 * @property {(harmonic: number, hz: number) => number} amplitude of a harmonic
 * @property {number} highestHz no harmonic above
 * @property {number} rateHz at which it is stored: four times the highest harmonic or nearly, so that playing it adds no images
 */

/** First-order roll-off above a corner, as an amplitude. @param {number} hz @param {number} corner @param {number} order */
const above = (hz, corner, order) => 1 / (1 + (hz / corner) ** (2 * order)) ** 0.5;

const GLASS_HARMONICS = [1, 0.5, 0.22, 0.3, 0, 0.12, 0, 0.14, 0, 0.05, 0, 0.05];

/** @type {readonly PadTimbre[]} */
export const PAD_TIMBRES = [
  {
    name: "Warm pad",
    bandwidthCents: 28,
    spread: 0.8,
    amplitude: (harmonic, hz) => harmonic ** -1.25 * above(hz, 1100, 1),
    highestHz: 4500,
    rateHz: 16_000,
  },
  {
    name: "Dark pad",
    bandwidthCents: 40,
    spread: 0.9,
    // Odd harmonics ahead, as in a stopped pipe: hollow.
    amplitude: (harmonic, hz) => (harmonic % 2 === 1 ? 1 : 0.3) * harmonic ** -1.1 * above(hz, 420, 1.5),
    highestHz: 2500,
    rateHz: 11_025,
  },
  {
    name: "Glassy pad",
    bandwidthCents: 12,
    spread: 0.6,
    // A rubbed glass: the octave, the twelfth and few bright ones over a soft fundamental.
    amplitude: (harmonic) => GLASS_HARMONICS[harmonic - 1] ?? 0,
    highestHz: 6500,
    rateHz: 22_050,
  },
];

/** 1.5 to 3 s: with two copies that start a third of a loop apart and are tuned apart, no repetition is heard. */
const LOOP_SAMPLES = 2 ** 15;
const SECOND_START = Math.round(0.37 * LOOP_SAMPLES);
/** MIDI keys of the samples: an octave apart, each played at most six semitones away. */
const KEYS = [42, 54, 66, 78];
const LEVEL_RMS = 0.16;
const HIGHEST_PEAK = 0.95;

/** @param {number} key */
export const keyHz = (key) => 440 * 2 ** ((key - 69) / 12);

/**
 * One period of a pad.
 * @param {PadTimbre} timbre
 * @param {number} key
 * @param {number} seed
 */
function padLoop(timbre, key, seed) {
  const fundamentalHz = keyHz(key);
  const magnitudes = new Float64Array(LOOP_SAMPLES / 2);
  for (let harmonic = 1; harmonic * fundamentalHz < timbre.highestHz; harmonic++) {
    const hz = harmonic * fundamentalHz;
    const amplitude = timbre.amplitude(harmonic, hz);
    const widthHz = (2 ** (timbre.bandwidthCents / 1200) - 1) * fundamentalHz * harmonic ** timbre.spread;
    const width = (widthHz / timbre.rateHz) * LOOP_SAMPLES;
    const centre = (hz / timbre.rateHz) * LOOP_SAMPLES;
    const reach = Math.ceil(4 * width) + 1;
    const end = Math.min(magnitudes.length - 1, Math.ceil(centre + reach));
    for (let bin = Math.max(1, Math.floor(centre - reach)); bin <= end; bin++) {
      // A bell over the bins, with the same power whatever its width.
      const bell = Math.exp(-(((bin - centre) / width) ** 2)) / Math.sqrt(width);
      magnitudes[bin] = (magnitudes[bin] ?? 0) + amplitude * bell;
    }
  }
  const random = seededRandom(seed);
  const fft = new FFT(LOOP_SAMPLES);
  const spectrum = fft.createComplexArray();
  for (let bin = 1; bin < magnitudes.length; bin++) {
    const phase = 2 * Math.PI * random();
    spectrum[2 * bin] = (magnitudes[bin] ?? 0) * Math.cos(phase);
    spectrum[2 * bin + 1] = (magnitudes[bin] ?? 0) * Math.sin(phase);
    // The mirrored half makes the outcome real.
    spectrum[2 * (LOOP_SAMPLES - bin)] = spectrum[2 * bin];
    spectrum[2 * (LOOP_SAMPLES - bin) + 1] = -spectrum[2 * bin + 1];
  }
  const output = fft.createComplexArray();
  fft.inverseTransform(output, spectrum);
  const samples = Float32Array.from({ length: LOOP_SAMPLES }, (_, index) => output[2 * index]);
  scale(samples, LEVEL_RMS / rmsOf(samples));
  return scale(samples, Math.min(1, HIGHEST_PEAK / peakOf(samples)));
}

/**
 * A pad's zones over the whole keyboard; each sounds twice, left and right, a part of the loop and a few cents apart.
 * @param {PadTimbre} timbre
 * @param {number} seed
 * @returns {Zone[]}
 */
export function padZones(timbre, seed) {
  return KEYS.flatMap((key, index) => {
    const zone = {
      name: `${timbre.name} ${key}`,
      samples: padLoop(timbre, key, seed + index),
      rateHz: timbre.rateHz,
      key,
      lowKey: index === 0 ? 0 : key - 5,
      highKey: index === KEYS.length - 1 ? 127 : key + 6,
      loop: { start: 0, end: LOOP_SAMPLES },
    };
    return [
      { ...zone, pan: -350, tuneCents: -4 },
      { ...zone, pan: 350, tuneCents: 4, startOffset: SECOND_START },
    ];
  });
}
