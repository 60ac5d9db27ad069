/**
 * The piano: the Salamander Grand Piano's recordings (Alexander Holm, CC BY 3.0), cut to what a small SoundFont can hold.
 * One microphone of the pair is taken, the nearer one: their sum would cancel parts of some notes by up to 8 dB.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { MPEGDecoder } from "mpg123-decoder";
import { keyHz } from "./pad-voice.mjs";
import { downsampled, fadeEnds, filtered, peakOf, rmsOf, scale } from "./signal-shaping.mjs";

/** @typedef {import("./bank.mjs").Zone} Zone */

const NAMES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

/**
 * The notes that are kept, as MIDI keys: every minor third where melodies lie, every tritone elsewhere. How long each
 * sounds and at which rate it is stored follows its own decay and its highest partials.
 * @type {readonly { key: number, seconds: number, rateHz: number }[]}
 */
const KEPT = [
  { key: 27, seconds: 5, rateHz: 22_050 },
  { key: 33, seconds: 5, rateHz: 22_050 },
  { key: 39, seconds: 4.8, rateHz: 22_050 },
  { key: 45, seconds: 4.6, rateHz: 22_050 },
  { key: 51, seconds: 4.2, rateHz: 32_000 },
  { key: 57, seconds: 3.6, rateHz: 32_000 },
  { key: 60, seconds: 3.4, rateHz: 32_000 },
  { key: 63, seconds: 3.4, rateHz: 32_000 },
  { key: 66, seconds: 3.2, rateHz: 32_000 },
  { key: 69, seconds: 3, rateHz: 32_000 },
  { key: 72, seconds: 2.8, rateHz: 32_000 },
  { key: 75, seconds: 2.6, rateHz: 32_000 },
  { key: 78, seconds: 2.4, rateHz: 32_000 },
  { key: 81, seconds: 2.2, rateHz: 32_000 },
  { key: 87, seconds: 1.8, rateHz: 32_000 },
  { key: 93, seconds: 1.4, rateHz: 32_000 },
  { key: 99, seconds: 1.2, rateHz: 32_000 },
];

/** What lies before the hammer's blow is cut but for this. */
const LEAD_IN_S = 0.002;
const ONSET_LEVEL = 0.02;
/** The part of a note that fades; the decay underneath goes on, so it is heard as a string that dies sooner. */
const FADE_SHARE = 0.55;
/** How far a recording's own level is moved towards the mean of its neighbours', at most. */
const LARGEST_CORRECTION_DB = 7;
const LEVEL_WINDOW_S = 0.5;
/** What lies below this share of the fundamental is cut. */
const RUMBLE_SHARE = 0.4;
/** So that the loudest recording fills the 16 bits. */
const LOUDEST = 0.97;

/**
 * @param {string} folder of the recordings
 * @param {number} key
 */
const fileOf = (folder, key) => path.join(folder, `${NAMES[key % 12]}${Math.floor(key / 12) - 1}v8.mp3`);

/**
 * The recording from its onset on, by the louder microphone.
 * @param {MPEGDecoder} decoder
 * @param {string} file
 * @returns {Promise<{ samples: Float32Array, rateHz: number }>}
 */
async function readNote(decoder, file) {
  await decoder.reset();
  const { channelData, sampleRate } = decoder.decode(await readFile(file));
  const window = Math.round(LEVEL_WINDOW_S * sampleRate);
  const [first, second = first] = channelData;
  if (first === undefined || second === undefined || first.length < window) {
    throw new Error(`The recording ${path.basename(file)} cannot be decoded.`);
  }
  const samples = rmsOf(first, 0, window) >= rmsOf(second, 0, window) ? first : second;
  const threshold = ONSET_LEVEL * peakOf(samples);
  const onset = samples.findIndex((value) => Math.abs(value) > threshold);
  const start = Math.max(0, onset - Math.round(LEAD_IN_S * sampleRate));
  return { samples: samples.subarray(start), rateHz: sampleRate };
}

/**
 * The mean of a level and its neighbours', two on each side.
 * @param {readonly number[]} levelsDb in order of keys
 * @param {number} index
 */
function smoothLevel(levelsDb, index) {
  const around = levelsDb.slice(Math.max(0, index - 2), index + 3);
  return around.reduce((sum, levelDb) => sum + levelDb, 0) / around.length;
}

const toDb = (/** @type {number} */ amplitude) => 20 * Math.log10(amplitude);

/**
 * The piano's zones over the whole keyboard, evened out in level, without loops.
 * @param {string} folder of the recordings
 * @returns {Promise<Zone[]>}
 * @throws {Error} when a recording is missing or cannot be decoded
 */
export async function pianoZones(folder) {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const notes = [];
  try {
    for (const kept of KEPT) notes.push({ ...(await readNote(decoder, fileOf(folder, kept.key))), kept });
  } finally {
    decoder.free();
  }
  const levelsDb = notes.map(({ samples, rateHz }) => toDb(rmsOf(samples, 0, Math.round(LEVEL_WINDOW_S * rateHz))));
  const shaped = notes.map(({ samples, rateHz, kept }, index) => {
    const correctionDb = smoothLevel(levelsDb, index) - (levelsDb[index] ?? 0);
    const boundedDb = Math.min(Math.max(correctionDb, -LARGEST_CORRECTION_DB), LARGEST_CORRECTION_DB);
    const cut = downsampled(samples.subarray(0, Math.round((kept.seconds + 0.01) * rateHz)), rateHz, kept.rateHz);
    const length = Math.round(kept.seconds * kept.rateHz);
    // The knock of the key frame below the note itself would only use up headroom.
    const note = filtered(cut.slice(0, length), { type: "highpass", hz: RUMBLE_SHARE * keyHz(kept.key) }, kept.rateHz);
    scale(note, 10 ** (boundedDb / 20));
    const inSamples = Math.round((LEAD_IN_S / 2) * kept.rateHz);
    return fadeEnds(note, { inSamples, outSamples: Math.round(length * FADE_SHARE) });
  });
  const loudest = Math.max(...shaped.map(peakOf));
  return KEPT.map(({ key, rateHz }, index) => ({
    name: `Piano ${key}`,
    samples: scale(shaped[index] ?? new Float32Array(0), LOUDEST / loudest),
    rateHz,
    key,
    lowKey: index === 0 ? 0 : Math.floor(((KEPT[index - 1]?.key ?? 0) + key) / 2) + 1,
    highKey: index === KEPT.length - 1 ? 127 : Math.floor((key + (KEPT[index + 1]?.key ?? 0)) / 2),
    // Low strings to the left, high ones to the right, as the player hears them.
    pan: Math.round(((key - 60) / 40) * 0.3 * 500),
  }));
}
