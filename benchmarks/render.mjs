/**
 * Rendering a composed piece of 64 bars in five voices to levelled stereo sound in Node, as a multiple of real time: by the
 * processor's time on one core, and by the clock. The peer is FluidSynth with the same SoundFont and the same notes, which renders
 * but does not level; where it is not installed the figure stands alone.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runnerImport } from "vite";
import { pieceToMidi } from "../dist/core/composition/midi-file.js";
import { renderPiece } from "../dist/synthesis/node.js";
import { SOUND_FONT_FOLDER } from "../dist/synthesis/sound-font-file.js";
import { findOnPath } from "../scripts/steps/find-program.mjs";
import { figure } from "./figures.mjs";

const BARS = 64;
const RUNS = 5;
const MOODS = [
  { emotion: "happy", valence: 0.8, arousal: 0.4 },
  { emotion: "sad", valence: -0.65, arousal: -0.35 },
];
const runFile = promisify(execFile);

/** @returns {Promise<{ processor: number, clock: number }>} multiples of real time */
async function renderOnce(piece) {
  const startedMs = performance.now();
  const before = process.cpuUsage();
  const { left, sampleRate } = await renderPiece(piece);
  const { user, system } = process.cpuUsage(before);
  const seconds = left.length / sampleRate;
  return { processor: seconds / ((user + system) / 1e6), clock: seconds / ((performance.now() - startedMs) / 1000) };
}

/** @returns {Promise<number>} a multiple of real time, by the clock */
async function fluidSynthOnce(midi, seconds) {
  const { file } = JSON.parse(readFileSync(join(SOUND_FONT_FOLDER, "soundfont.json"), "utf8"));
  const options = ["-ni", "-q", "-r", "44100", "-F", `${midi}.wav`];
  const startedMs = performance.now();
  await runFile("fluidsynth", [...options, join(SOUND_FONT_FOLDER, file), midi]);
  return seconds / ((performance.now() - startedMs) / 1000);
}

/** @returns {AsyncGenerator<import("./figures.mjs").Figure>} */
export async function* run() {
  const { module: synth } = await runnerImport(
    fileURLToPath(new URL("../tests/synth/small-piece.ts", import.meta.url)),
  );
  const folder = await mkdtemp(join(tmpdir(), "moodsync-bench-"));
  const hasPeer = findOnPath("fluidsynth") !== null;
  const processor = [];
  const clock = [];
  const peer = [];
  try {
    for (let i = -1; i < RUNS; i++) {
      const piece = synth.smallPiece(MOODS[Math.abs(i) % MOODS.length], { bars: BARS });
      const own = await renderOnce(piece);
      const midi = join(folder, `${i}.mid`);
      await writeFile(midi, pieceToMidi(piece));
      const other = hasPeer ? await fluidSynthOnce(midi, BARS * 2.4) : null;
      // The first compiles the code and reads the SoundFont.
      if (i < 0) continue;
      processor.push(own.processor);
      clock.push(own.clock);
      if (other !== null) peer.push(other);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const beside = hasPeer ? { peer: "FluidSynth, by the clock", values: peer } : undefined;
  yield figure("render, on one core", processor, "x real time");
  yield figure("render, by the clock", clock, "x real time", beside);
}
