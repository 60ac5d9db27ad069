/** The thread that fits a library's character: one task, one answer, at low priority. */
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { fitCharacter } from "../../../core/library/character.ts";
import type { FitAnswer, FitTask } from "./fit-messages.ts";

const NICENESS = 15;

// On Linux a thread has a priority of its own; elsewhere this would slow the whole server.
if (process.platform === "linux") setPriority(0, NICENESS);

const { tracks, previous, seed }: FitTask = workerData;
const answer = ((): FitAnswer => {
  try {
    return { type: "fitted", model: fitCharacter(tracks, previous, seed) };
  } catch (error) {
    return { type: "failed", message: error instanceof Error ? error.message : String(error) };
  }
})();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(answer);
