// TEMPORARY until the tag reader and the analysis land.
import { basename } from "node:path";
import { listAudioFiles } from "../../sources/local/walk.ts";
import { resolveInside } from "../../sources/local/safe-path.ts";
import type { LocalSource } from "./local-source.ts";

export const localFiles: LocalSource = {
  analyserVersion: 1,
  listAudioFiles,
  resolveInside,
  async readTags(path) {
    return {
      title: basename(path),
      artist: null,
      album: null,
      durationMs: null,
      hasCover: false,
      mimeType: "audio/mpeg",
    };
  },
  async readCover() {
    return null;
  },
  createAnalysisPool() {
    return {
      async analyse() {
        throw new Error("analysis has not landed");
      },
      async close() {},
    };
  },
};
