/** Two basses from sums of sines: a soft one whose loop is a whole number of periods, and a plucked one that dies away. */
import { keyHz } from "./pad-voice.mjs";
import { fadeEnds, filtered, peakOf, scale } from "./signal-shaping.mjs";
import { whiteNoise } from "./seeded-noise.mjs";

/** @typedef {import("./bank.mjs").Zone} Zone */

const RATE_HZ = 16_000;
/** MIDI keys of the samples. */
const KEYS = [28, 35, 42, 49];
const LEVEL = 0.8;

/** Amplitudes of the soft bass's harmonics from the first on: round, with enough of the second to be heard on small speakers. */
const SOFT_HARMONICS = [1, 0.5, 0.2, 0.09, 0.04, 0.02];

/**
 * The loop length, in samples, in which a whole number of periods fits most nearly.
 * @param {number} hz
 */
function bestLoop(hz) {
  let best = { length: 0, periods: 0, error: Infinity };
  for (let length = 1500; length <= 4000; length++) {
    const periods = Math.round((hz * length) / RATE_HZ);
    const error = Math.abs(1200 * Math.log2((periods * RATE_HZ) / (length * hz)));
    if (error < best.error - 1e-9) best = { length, periods, error };
  }
  return best;
}

/**
 * The soft bass: loops, shaped by the SoundFont's envelope alone.
 * @returns {Zone[]}
 */
export function softBassZones() {
  return KEYS.map((key, index) => {
    const { length, periods } = bestLoop(keyHz(key));
    const samples = Float32Array.from({ length }, (_, i) =>
      SOFT_HARMONICS.reduce(
        (sum, amplitude, n) => sum + amplitude * Math.sin((2 * Math.PI * (n + 1) * periods * i) / length),
        0,
      ),
    );
    scale(samples, LEVEL / peakOf(samples));
    return { ...zoneOf(`Soft bass ${key}`, key, index), samples, loop: { start: 0, end: length } };
  });
}

const PLUCKED_S = 2.4;
const HIGHEST_HZ = 3500;
/** Where the finger plucks, as a share of the string; harmonics with a node there are missing. */
const PLUCK_POINT = 0.19;
/** How far a stiff string's upper partials are sharp. */
const STIFFNESS = 8e-5;

/**
 * The plucked bass: every partial decays, the high ones first; a short soft noise stands for the finger.
 * @returns {Zone[]}
 */
export function pluckedBassZones() {
  return KEYS.map((key, index) => {
    const length = Math.round(PLUCKED_S * RATE_HZ);
    const samples = new Float32Array(length);
    for (let n = 1; n * keyHz(key) < HIGHEST_HZ; n++) {
      const hz = n * keyHz(key) * Math.sqrt(1 + STIFFNESS * n * n);
      const amplitude = Math.sin(n * Math.PI * PLUCK_POINT) / n ** 1.15;
      const decayS = 1.1 / (1 + 0.3 * (n - 1));
      for (let i = 0; i < length; i++) {
        const seconds = i / RATE_HZ;
        samples[i] = (samples[i] ?? 0) + amplitude * Math.exp(-seconds / decayS) * Math.sin(2 * Math.PI * hz * seconds);
      }
    }
    const finger = filtered(whiteNoise(Math.round(0.03 * RATE_HZ), 300 + key), { type: "lowpass", hz: 900 }, RATE_HZ);
    finger.forEach((value, i) => {
      samples[i] = (samples[i] ?? 0) + 0.35 * value * Math.exp(-i / (0.006 * RATE_HZ));
    });
    scale(samples, LEVEL / peakOf(samples));
    fadeEnds(samples, { inSamples: Math.round(0.0015 * RATE_HZ), outSamples: Math.round(0.4 * length) });
    return { ...zoneOf(`Plucked bass ${key}`, key, index), samples };
  });
}

/**
 * @param {string} name @param {number} key @param {number} index
 */
function zoneOf(name, key, index) {
  return {
    name,
    rateHz: RATE_HZ,
    key,
    lowKey: index === 0 ? 0 : key - 3,
    highKey: index === KEYS.length - 1 ? 127 : key + 3,
  };
}
