/** The listener's own files, as the services want them; what reads and measures sound is loaded when first needed. */
import { ANALYSER_VERSION } from "../../core/signal/analyse-audio.ts";
import { resolveInside } from "../../sources/local/safe-path.ts";
import { listAudioFiles } from "../../sources/local/walk.ts";
import type { LocalSource } from "./local-source.ts";

export const localFiles: LocalSource = {
  analyserVersion: ANALYSER_VERSION,
  listAudioFiles,
  resolveInside,
  async readTags(absolutePath) {
    const { readTags } = await import("../../sources/local/tags.ts");
    return await readTags(absolutePath);
  },
  async readCover(absolutePath) {
    const { readCover } = await import("../../sources/local/cover.ts");
    return await readCover(absolutePath);
  },
  async openAnalysisPool(options) {
    const { createAnalysisPool } = await import("../../sources/local/analysis-pool.ts");
    const { songMoodModel } = await import("../../sources/local/song-mood-model.ts");
    // A model that cannot be used ends the scan with one sentence, instead of every file with the same.
    songMoodModel();
    return createAnalysisPool(options);
  },
};
