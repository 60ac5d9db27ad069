/**
 * How often the analysis names tempo and key of POP909 rightly, on songs rendered by `python3 -m training.ear` (training/README.md)
 * into the folder that MOODSYNC_EAR_DATA names; without it the benchmark says so and is skipped. MOODSYNC_EAR_SET chooses
 * `held-out`, the default, or `development`, on which choices are made. The peer is the simplest answer that the data allow:
 * the set's own most frequent tempo (within 4 %) and key.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { analyseFile } from "../dist/sources/local/analyse-file.js";
import { share } from "./figures.mjs";

const TOLERANCE = 0.04;
const METRICAL = [1, 2, 1 / 2, 3, 1 / 3];

/** Within 4 %, as MIREX' Accuracy 1 has it. @param {number | null} bpm @param {number} trueBpm */
export const isTempo = (bpm, trueBpm) => bpm !== null && Math.abs(bpm / trueBpm - 1) <= TOLERANCE;

/** Accuracy 2: also two or three times as fast or slow. */
export const isMetricalTempo = (bpm, trueBpm) => METRICAL.some((factor) => isTempo(bpm, factor * trueBpm));

/**
 * MIREX' weights of an estimated key: 1 right, .5 a fifth away in the same mode, .3 relative, .2 parallel.
 * @param {{ tonic: number | null, mode: string | null }} found
 * @param {{ tonic: number, mode: string }} truth
 */
export function keyScore(found, truth) {
  if (found.tonic === null) return 0;
  const interval = (found.tonic - truth.tonic + 12) % 12;
  if (found.mode === truth.mode) return interval === 0 ? 1 : interval === 7 || interval === 5 ? 0.5 : 0;
  if (interval === 0) return 0.2;
  return interval === (truth.mode === "major" ? 9 : 3) ? 0.3 : 0;
}

/** What always naming one of the set's own answers would score at best. */
function bestConstant(candidates, score) {
  return candidates.map((candidate) => candidates.map((truth) => score(candidate, truth))).reduce(better);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const better = (a, b) => (mean(b) > mean(a) ? b : a);

export async function* run() {
  const folder = process.env.MOODSYNC_EAR_DATA;
  const set = process.env.MOODSYNC_EAR_SET ?? "held-out";
  const truthFile = folder === undefined ? null : join(folder, set, "truth.jsonl");
  if (truthFile === null || !existsSync(truthFile)) {
    const why = truthFile === null ? "MOODSYNC_EAR_DATA is not set" : `${truthFile} is not there`;
    console.error(`ear: skipped, since ${why}; see training/README.md`);
    return;
  }
  const songs = (await readFile(truthFile, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const found = [];
  for (const song of songs) found.push(await analyseFile(join(folder, set, song.file)));
  const tempi = songs.map((song) => song.bpm);
  const peer = "one answer for all";
  const over = (score, which = () => true) => songs.flatMap((song, i) => (which(song) ? [score(found[i], song)] : []));
  const exact = ({ tempoBpm }, { bpm }) => Number(isTempo(tempoBpm, bpm));
  const metrical = ({ tempoBpm }, { bpm }) => Number(isMetricalTempo(tempoBpm, bpm));
  const constantTempo = (score) => ({ peer, values: bestConstant(tempi, (a, b) => Number(score(a, b))) });
  yield share(`ear (${set}), tempo within 4 %`, over(exact), constantTempo(isTempo));
  yield share(
    `ear (${set}), the same, with drums`,
    over(exact, (song) => song.drums),
  );
  yield share(
    `ear (${set}), the same, without`,
    over(exact, (song) => !song.drums),
  );
  yield share(`ear (${set}), tempo or a multiple`, over(metrical), constantTempo(isMetricalTempo));
  yield share(`ear (${set}), key, MIREX weights`, over(keyScore), { peer, values: bestConstant(songs, keyScore) });
  yield share(
    `ear (${set}), key exactly right`,
    over((key, truth) => Number(keyScore(key, truth) === 1)),
  );
}
