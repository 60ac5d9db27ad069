/** Soft percussion: a kick, a rim, brushes and shakers, from sines and filtered noise, at the keys that General MIDI gives them. */
import { fadeEnds, filtered, peakOf, scale } from "./signal-shaping.mjs";
import { whiteNoise } from "./seeded-noise.mjs";

/** @typedef {import("./bank.mjs").Zone} Zone */

/**
 * @typedef {object} Instrument
 * @property {string} name
 * @property {readonly number[]} keys of General MIDI's percussion map that sound it
 * @property {number} rateHz
 * @property {number} seconds
 * @property {number} peak 0..1
 * @property {number} pan -500 (left) .. 500
 * @property {number} [fadeIn] seconds, default 0.5 ms
 * @property {(length: number, rateHz: number) => Float32Array} make
 */

/** @type {readonly Instrument[]} */
const INSTRUMENTS = [
  { name: "Kick", keys: [35, 36], rateHz: 16_000, seconds: 0.5, peak: 0.95, pan: 0, make: kick },
  { name: "Rim", keys: [37, 31], rateHz: 32_000, seconds: 0.16, peak: 0.6, pan: 120, make: rim },
  { name: "Brush", keys: [38, 40], rateHz: 32_000, seconds: 0.34, peak: 0.6, pan: 60, make: brush },
  { name: "Brush sweep", keys: [39, 49], rateHz: 32_000, seconds: 0.7, peak: 0.4, pan: -60, fadeIn: 0.05, make: sweep },
  { name: "Shaker", keys: [42, 44, 70, 82], rateHz: 32_000, seconds: 0.15, peak: 0.42, pan: -160, make: shaker },
  { name: "Long shaker", keys: [46, 54, 69], rateHz: 32_000, seconds: 0.3, peak: 0.42, pan: -160, make: shaker },
];

/** @param {Float32Array} samples @param {(share: number, index: number) => number} level over 0..1 */
const enveloped = (samples, level) => samples.map((value, index) => value * level(index / samples.length, index));

/** A drumhead struck with felt: a sine that falls from 105 Hz to 47 Hz, and a dull knock. @type {Instrument["make"]} */
function kick(length, rateHz) {
  const knock = filtered(whiteNoise(length, 501), { type: "lowpass", hz: 700 }, rateHz);
  let phase = 0;
  return Float32Array.from({ length }, (_, i) => {
    const seconds = i / rateHz;
    phase += (2 * Math.PI * (47 + 58 * Math.exp(-seconds / 0.035))) / rateHz;
    return Math.sin(phase) * Math.exp(-seconds / 0.13) + 0.5 * (knock[i] ?? 0) * Math.exp(-seconds / 0.008);
  });
}

/** A stick across the rim: three short wooden resonances. @type {Instrument["make"]} */
function rim(length, rateHz) {
  const modes = [
    { hz: 430, amplitude: 0.6, decayS: 0.018 },
    { hz: 1180, amplitude: 0.5, decayS: 0.014 },
    { hz: 1760, amplitude: 0.7, decayS: 0.012 },
  ];
  const tick = filtered(whiteNoise(length, 502), { type: "bandpass", hz: 3000, q: 0.8 }, rateHz);
  return Float32Array.from({ length }, (_, i) => {
    const seconds = i / rateHz;
    const wood = modes.reduce(
      (sum, { hz, amplitude, decayS }) =>
        sum + amplitude * Math.exp(-seconds / decayS) * Math.sin(2 * Math.PI * hz * seconds),
      0,
    );
    return wood + 0.6 * (tick[i] ?? 0) * Math.exp(-seconds / 0.004);
  });
}

/** Wires on a snare drum's head: noise in the middle of the spectrum over a faint tone. @type {Instrument["make"]} */
function brush(length, rateHz) {
  const wires = filtered(band(length, 503, 1100, 7000, rateHz), { type: "lowpass", hz: 6500 }, rateHz);
  return Float32Array.from({ length }, (_, i) => {
    const seconds = i / rateHz;
    const noise = (wires[i] ?? 0) * (Math.exp(-seconds / 0.012) + 0.45 * Math.exp(-seconds / 0.075));
    return noise + 0.16 * Math.exp(-seconds / 0.05) * Math.sin(2 * Math.PI * 195 * seconds);
  });
}

/** A brush drawn over the head: noise that swells and goes. @type {Instrument["make"]} */
function sweep(length, rateHz) {
  return enveloped(band(length, 504, 1500, 6000, rateHz), (share) => Math.sin(Math.PI * share ** 0.7) ** 2);
}

/** Seeds in an egg: high noise that swells within its first third and dies. @type {Instrument["make"]} */
function shaker(length, rateHz) {
  return enveloped(band(length, 505, 4200, 11_000, rateHz), (share) =>
    share < 0.22 ? (share / 0.22) ** 2 : Math.exp(-(share - 0.22) / 0.17),
  );
}

/**
 * Noise between two frequencies, 24 dB an octave.
 * @param {number} length @param {number} seed @param {number} lowHz @param {number} highHz @param {number} rateHz
 */
function band(length, seed, lowHz, highHz, rateHz) {
  /** @type {Float32Array} */
  let noise = whiteNoise(length, seed);
  for (let pass = 0; pass < 2; pass++) {
    noise = filtered(noise, { type: "highpass", hz: lowHz }, rateHz);
    noise = filtered(noise, { type: "lowpass", hz: highHz }, rateHz);
  }
  return noise;
}

/**
 * The drum kit's zones, one for each key that sounds.
 * @returns {Zone[]}
 */
export function percussionZones() {
  return INSTRUMENTS.flatMap(({ name, keys, rateHz, seconds, peak, pan, fadeIn = 0.0005, make }) => {
    const length = Math.round(seconds * rateHz);
    const samples = make(length, rateHz);
    scale(samples, peak / peakOf(samples));
    fadeEnds(samples, { inSamples: Math.round(fadeIn * rateHz), outSamples: Math.round(0.35 * length) });
    return keys.map((key) => ({ name, samples, rateHz, key, lowKey: key, highKey: key, pan }));
  });
}
