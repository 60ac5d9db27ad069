/** Lets one process at a time do something, across processes, by a file that names its holder. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_AGAIN_MS = 200;

/**
 * The system's name for what went wrong, such as "EEXIST".
 * @param {unknown} error
 */
const codeOf = (error) => (error instanceof Error && "code" in error ? error.code : undefined);

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return false;
  }
}

/** Whether the process that holds the lock is gone; an unreadable lock counts as being written just now. */
function isAbandoned(/** @type {string} */ file) {
  try {
    const holder = Number(readFileSync(file, "utf8"));
    if (!Number.isInteger(holder) || holder <= 0) return false;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
}

/**
 * Runs `work` while holding the lock `file`; waits for a holder that lives and takes over from one that died.
 * @template Result
 * @param {string} file
 * @param {(sentence: string) => void} say
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withLock(file, say, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    if (isAbandoned(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) say("Waiting for another build to finish ...");
    told = true;
    await sleep(LOOK_AGAIN_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
