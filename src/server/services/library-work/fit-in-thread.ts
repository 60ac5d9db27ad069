/** Fits a library's character in a thread of its own, so that requests go on; in this one where the worker is not built. */
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { fitCharacter, type CharacterModel } from "../../../core/library/character.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import type { FitAnswer, FitTask } from "./fit-messages.ts";

/** The worker in the build, found from the sources and from the build alike. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  const built = "../../../../dist/server/services/library-work/fit-worker.js";
  return new URL(isSource ? built : "./fit-worker.js", import.meta.url);
}

/** @throws MoodSyncError `character.failed`; the abort reason */
export async function fitInThread(task: FitTask, signal: AbortSignal): Promise<CharacterModel> {
  signal.throwIfAborted();
  const url = workerUrl();
  if (!existsSync(url)) return fitCharacter(task.tracks, task.previous, task.seed);
  const worker = new Worker(url, { workerData: task });
  const stop = (): void => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const answer = await new Promise<FitAnswer>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("the thread ended without an answer")));
    });
    if (answer.type === "fitted") return answer.model;
    throw new Error(answer.message);
  } catch (cause) {
    signal.throwIfAborted();
    throw new MoodSyncError("character.failed", "The library's map could not be drawn.", { cause });
  } finally {
    signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
