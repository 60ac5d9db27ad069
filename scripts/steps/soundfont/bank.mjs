/** Puts zones together into presets and writes them as a SoundFont 2 file, the same bytes every time. */
import {
  BasicInstrument,
  BasicPreset,
  BasicSample,
  BasicSoundBank,
  GeneratorTypes,
  Modulator,
  ModulatorControllerSources,
  ModulatorSource,
  SampleTypes,
} from "spessasynth_core";
import { seededRandom } from "./seeded-noise.mjs";

/**
 * One sample and the keys that play it.
 * @typedef {object} Zone
 * @property {string} name of the sample: zones of one name share it
 * @property {Float32Array} samples -1..1, mono
 * @property {number} rateHz
 * @property {number} key MIDI key at which it sounds as it is
 * @property {number} lowKey
 * @property {number} highKey
 * @property {number} [pan] -500 (left) .. 500 (right), default 0
 * @property {number} [tuneCents]
 * @property {{ start: number, end: number }} [loop] samples; `end` is the first one that is not in it
 * @property {number} [startOffset] samples into the loop at which the sound begins
 */

/**
 * How a preset's notes begin, last and end.
 * @typedef {object} Envelope
 * @property {number} attackS
 * @property {number} [decayS] default none
 * @property {number} [sustainDb] below the peak, default 0
 * @property {number} releaseS
 */

/**
 * @typedef {object} PresetPlan
 * @property {string} name
 * @property {number} bank 0, or 128 for percussion
 * @property {number} program
 * @property {readonly Zone[]} zones
 * @property {Envelope} envelope
 * @property {number} [softCutoffCents] how far the low-pass filter closes for the softest notes; default not at all
 * @property {boolean} [ignoresKey] for percussion: every key sounds at the sample's own pitch
 */

/** Seconds as SoundFont's timecents. @param {number} seconds */
const timecents = (seconds) => Math.round(1200 * Math.log2(seconds));

/**
 * To whole 16-bit steps with triangular dither, so that long fades end in faint noise and not in distortion.
 * @param {Float32Array} samples
 */
function quantised(samples) {
  const random = seededRandom(samples.length);
  return samples.map((value) => {
    const dithered = value === 0 ? 0 : Math.round(value * 32767 + random() - random());
    return Math.min(Math.max(dithered, -32768), 32767) / 32768;
  });
}

/**
 * @param {BasicSoundBank} bank
 * @param {Zone} zone
 * @param {Map<string, BasicSample>} known
 */
function sampleOf(bank, zone, known) {
  const existing = known.get(zone.name);
  if (existing !== undefined) return existing;
  const { start, end } = zone.loop ?? { start: 0, end: 0 };
  const sample = new BasicSample(zone.name, zone.rateHz, zone.key, 0, SampleTypes.monoSample, start, end);
  // Interpolation reads a few points past the loop's end, so they must be those of its start.
  const tail = zone.loop === undefined ? new Float32Array(0) : zone.samples.slice(start, start + LOOP_GUARD);
  const whole = new Float32Array(zone.samples.length + tail.length);
  whole.set(quantised(zone.samples));
  whole.set(whole.subarray(start, start + tail.length), zone.samples.length);
  sample.setAudioData(whole, zone.rateHz);
  bank.addSamples(sample);
  known.set(zone.name, sample);
  return sample;
}

/** SoundFont asks for eight points after a loop. */
const LOOP_GUARD = 8;

/** Softer notes are duller: velocity closes the filter by up to `cents`. @param {number} cents */
function softness(cents) {
  const velocity = new ModulatorSource();
  velocity.index = ModulatorControllerSources.noteOnVelocity;
  velocity.isNegative = true;
  return new Modulator(velocity, new ModulatorSource(), GeneratorTypes.initialFilterFc, -cents, 0);
}

/**
 * @param {BasicSoundBank} bank
 * @param {PresetPlan} plan
 * @param {Map<string, BasicSample>} known
 */
function addPreset(bank, plan, known) {
  const instrument = new BasicInstrument();
  instrument.name = plan.name;
  const { attackS, decayS, sustainDb, releaseS } = plan.envelope;
  const common = instrument.globalZone;
  common.setGenerator(GeneratorTypes.attackVolEnv, timecents(attackS));
  common.setGenerator(GeneratorTypes.releaseVolEnv, timecents(releaseS));
  if (decayS !== undefined) common.setGenerator(GeneratorTypes.decayVolEnv, timecents(decayS));
  if (sustainDb !== undefined) common.setGenerator(GeneratorTypes.sustainVolEnv, Math.round(10 * sustainDb));
  if (plan.softCutoffCents !== undefined) common.addModulators(softness(plan.softCutoffCents));
  for (const zone of plan.zones) {
    const created = instrument.createZone(sampleOf(bank, zone, known));
    created.keyRange = { min: zone.lowKey, max: zone.highKey };
    if (zone.pan !== undefined) created.setGenerator(GeneratorTypes.pan, zone.pan);
    if (zone.tuneCents !== undefined) created.setGenerator(GeneratorTypes.fineTune, zone.tuneCents);
    if (zone.loop !== undefined) created.setGenerator(GeneratorTypes.sampleModes, 1);
    if (zone.startOffset !== undefined) setStartOffset(created, zone.startOffset);
    if (plan.ignoresKey) {
      created.setGenerator(GeneratorTypes.overridingRootKey, zone.key);
      created.setGenerator(GeneratorTypes.scaleTuning, 0);
    }
  }
  bank.addInstruments(instrument);
  const preset = new BasicPreset(bank);
  preset.name = plan.name;
  preset.program = plan.program;
  preset.isGMGSDrum = plan.bank === 128;
  preset.createZone(instrument);
  bank.addPresets(preset);
}

/**
 * @param {import("spessasynth_core").BasicInstrumentZone} zone
 * @param {number} samples
 */
function setStartOffset(zone, samples) {
  zone.setGenerator(GeneratorTypes.startAddrsCoarseOffset, Math.floor(samples / 32_768));
  zone.setGenerator(GeneratorTypes.startAddrsOffset, samples % 32_768);
}

/**
 * The SoundFont as a file.
 * @param {readonly PresetPlan[]} plans
 * @param {{ name: string, copyright: string, comment: string }} info
 * @returns {Uint8Array}
 */
export function writeBank(plans, { name, copyright, comment }) {
  const bank = new BasicSoundBank();
  bank.soundBankInfo = {
    ...bank.soundBankInfo,
    name,
    copyright,
    comment,
    engineer: "MoodSync",
    // The day would be another in every build.
    creationDate: new Date(Date.UTC(2000, 0, 1)),
  };
  /** @type {Map<string, BasicSample>} */
  const known = new Map();
  for (const plan of plans) addPreset(bank, plan, known);
  bank.flush();
  return new Uint8Array(bank.writeSF2());
}
