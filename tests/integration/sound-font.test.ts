/** The SoundFont as the build makes it: the same every time, small, with every instrument, without clicks at its loops. */
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GeneratorTypes, SoundBankLoader, type BasicSoundBank } from "spessasynth_core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSoundFont } from "../../scripts/steps/soundfont.mjs";
import { PROGRAMS } from "../../src/synthesis/presets.ts";
import { readSoundFont } from "../../src/synthesis/sound-font-file.ts";

let folder: string;
let description: Awaited<ReturnType<typeof makeSoundFont>>;
let data: Buffer;
let bank: BasicSoundBank;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moodsync-soundfont-"));
  description = await makeSoundFont(folder);
  data = await readFile(join(folder, description.file));
  bank = SoundBankLoader.fromArrayBuffer(await readSoundFont(folder));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("is described truly, carries its notices, and is small enough to be loaded by a page", async () => {
  expect(await readdir(folder)).toEqual(expect.arrayContaining(["NOTICES.txt", "soundfont.json", description.file]));
  expect(description.sha256).toBe(createHash("sha256").update(data).digest("hex"));
  expect(description.file).toBe(`moodsync.${description.sha256.slice(0, 12)}.sf2`);
  expect(description.bytes).toBe(data.length);
  expect(data.length).toBeLessThan(6_000_000);
  expect(await readFile(join(folder, "NOTICES.txt"), "utf8")).toMatch(/Alexander Holm[^]*licenses\/by\/3\.0/);
  expect(bank.soundBankInfo.copyright).toContain("Alexander Holm, CC BY 3.0");
});

test("comes out the same to the last bit when it is made again, in place of what was there", async () => {
  expect(await makeSoundFont(folder)).toEqual(description);
  expect((await readdir(folder)).length).toBe(3);
});

test("has every instrument that a mood may ask for, over the whole keyboard", () => {
  for (const program of Object.values(PROGRAMS)) {
    const preset = bank.presets.find((candidate) => !candidate.isDrum && candidate.program === program);
    expect(preset, `program ${program}`).toBeDefined();
    for (let key = 0; key < 128; key++)
      expect(preset!.getVoiceParameters(key, 64).length, `key ${key}`).toBeGreaterThan(0);
  }
  const kit = bank.presets.find(({ isDrum }) => isDrum)!;
  for (const key of [35, 36, 37, 38, 40, 42, 44, 46, 70, 82]) {
    expect(kit.getVoiceParameters(key, 64).length, `percussion ${key}`).toBe(1);
  }
});

test("plays no sample further than six semitones from where it was taken, in the range of music", () => {
  for (const preset of bank.presets.filter(({ isDrum, name }) => !isDrum && !/bass/i.test(name))) {
    for (let key = 36; key <= 96; key++) {
      const away = preset.getVoiceParameters(key, 64).map(({ sample }) => Math.abs(sample.originalKey - key));
      const most = preset.name === "Piano" ? 3 : key > 84 ? 18 : 6;
      expect(Math.max(...away), `${preset.name} ${key}`).toBeLessThanOrEqual(most);
    }
  }
});

/** How far the waveform turns at the seam, in relation to how far it turns elsewhere. */
function seamRoughness(samples: Float32Array, start: number, end: number): number {
  const turn = (a: number, b: number, c: number): number => Math.abs(a - 2 * b + c);
  let largest = 0;
  for (let i = start + 2; i < end; i++)
    largest = Math.max(largest, turn(samples[i - 2]!, samples[i - 1]!, samples[i]!));
  const first = turn(samples[end - 2]!, samples[end - 1]!, samples[start]!);
  return Math.max(first, turn(samples[end - 1]!, samples[start]!, samples[start + 1]!)) / largest;
}

test("loops join without a corner, samples without a loop begin and end in silence, and none clips", () => {
  const looped = new Set(
    bank.instruments.flatMap(({ zones }) =>
      zones.filter((zone) => zone.getGenerator(GeneratorTypes.sampleModes, 0) === 1).map(({ sample }) => sample.name),
    ),
  );
  expect(looped.size).toBe(16);
  const all = bank.samples.map((sample) => ({ sample, samples: sample.getAudioData() }));
  for (const { sample, samples } of all) {
    let peak = 0;
    for (const value of samples) peak = Math.max(peak, Math.abs(value));
    expect(peak, sample.name).toBeLessThan(0.99);
    expect(peak, sample.name).toBeGreaterThan(0.05);
  }
  for (const { sample, samples } of all.filter(({ sample: { name } }) => looped.has(name))) {
    expect(seamRoughness(samples, sample.loopStart, sample.loopEnd), sample.name).toBeLessThanOrEqual(1.01);
  }
  for (const { sample, samples } of all.filter(({ sample: { name } }) => !looped.has(name))) {
    const end = samples.length - 50;
    expect(Math.abs(samples[0]!), sample.name).toBeLessThan(0.002);
    expect(Math.max(...samples.subarray(end).map(Math.abs)), sample.name).toBeLessThan(0.002);
  }
});

test("a soft bass's loop is in tune to a cent", () => {
  for (const sample of bank.samples.filter(({ name }) => name.startsWith("Soft bass"))) {
    const hz = 440 * 2 ** ((sample.originalKey - 69) / 12);
    const periods = ((sample.loopEnd - sample.loopStart) * hz) / sample.sampleRate;
    expect(1200 * Math.log2(Math.round(periods) / periods), sample.name).toBeCloseTo(0, 0);
  }
});
