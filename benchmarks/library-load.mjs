/**
 * From a cold start to playlists out of a library of 1k to 1M tracks: how long until the first list, made while the index
 * is still being read; until all has been read; the longest that anything else had to wait meanwhile; what it holds in
 * memory; and how long a list then waits for a change that another process wrote. Each in a process of its own.
 * The peer is one SQL query for the 25 nearest points in the same file.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { figure } from "./figures.mjs";
import { LIBRARY_SIZES } from "./library-sizes.mjs";
import { copyOfLibrary } from "./synthetic-library.mjs";

const COLD_START = fileURLToPath(new URL("library-load/cold-start.mjs", import.meta.url));
const RUNS = 3;

/** @returns {AsyncGenerator<import("./figures.mjs").Figure>} */
export async function* run() {
  for (const tracks of LIBRARY_SIZES) {
    const folder = await mkdtemp(join(tmpdir(), "moodsync-bench-"));
    try {
      const data = await copyOfLibrary(tracks, join(folder, "data"));
      const starts = [];
      for (let i = 0; i < RUNS; i += 1) {
        const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", COLD_START, data]);
        starts.push(JSON.parse(stdout));
      }
      yield* figures(`${tracks} tracks`, starts);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function* figures(where, starts) {
  const all = (name) => starts.map((start) => start[name]);
  const peer = { peer: "SQL, 25 nearest only", values: all("peerMs") };
  yield figure(`first list after a cold start, ${where}`, all("firstMs"), "ms", peer);
  yield figure(`first list, processor time, ${where}`, all("firstCpuMs"), "ms");
  yield figure(`library read, ${where}`, all("loadMs"), "ms");
  yield figure(`library read, processor time, ${where}`, all("loadCpuMs"), "ms");
  yield figure(`longest pause meanwhile, ${where}`, all("longestPauseMs"), "ms");
  yield figure(`memory for the index, ${where}`, all("indexMb"), "MB");
  yield figure(
    `list, processor time, ${where}`,
    starts.flatMap((start) => start.listCpuMs),
    "ms",
    peer,
  );
  yield figure(
    `list, ${where}`,
    starts.flatMap((start) => start.listMs),
    "ms",
    peer,
  );
  yield figure(
    `a change by another process, ${where}`,
    starts.flatMap((start) => start.changeMs),
    "ms",
  );
}
