/** Builds the parts of dist that are stale, and none that are fresh; several processes may ask at once. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { BUILD_PARTS } from "./build-parts.mjs";
import { compareFingerprints, hashFile, readFileFacts, readJsonOrNull } from "./fingerprint.mjs";
import { withLock } from "./file-lock.mjs";
import { inRoot, ROOT } from "./places.mjs";

const STAMP_FOLDER = inRoot("dist/.build");

/** @typedef {import("./build-parts.mjs").BuildPart} BuildPart */

/** @param {BuildPart} part */
function examine(part) {
  const stampFile = inRoot("dist/.build", `${part.name}.json`);
  const complete = part.outputs.every((file) => existsSync(inRoot(file)));
  const recorded = complete ? readJsonOrNull(stampFile) : null;
  const present = readFileFacts(ROOT, part.inputs, part.accept);
  const comparison = compareFingerprints(recorded, present, (file) => hashFile(inRoot(file)));
  return { part, stampFile, stale: recorded === null || comparison.changed.length > 0, ...comparison };
}

/** @param {ReturnType<typeof examine>} examined */
function record({ stampFile, fingerprint }) {
  mkdirSync(STAMP_FOLDER, { recursive: true });
  writeFileSync(stampFile, `${JSON.stringify(fingerprint)}\n`);
}

/**
 * Brings dist up to date.
 * @param {(sentence: string) => void} say
 * @param {{ only?: readonly string[], force?: boolean }} [options] `only`: names of parts
 * @returns {Promise<string[]>} the names of the parts that were built
 * @throws {Error} with the compiler's words, when a part does not build
 */
export async function buildStale(say, { only, force = false } = {}) {
  const parts = BUILD_PARTS.filter((part) => only?.includes(part.name) ?? true);
  const isDue = (/** @type {ReturnType<typeof examine>} */ examined) => force || examined.stale;
  const first = parts.map(examine);
  for (const examined of first) if (examined.touched && !isDue(examined)) record(examined);
  if (!first.some(isDue)) return [];
  return withLock(inRoot("node_modules/.cache/moodsync/build.lock"), say, async () => {
    // Another process may have built while this one waited for the lock.
    const due = parts.map(examine).filter(isDue);
    // The fingerprint was taken before the build: an edit made meanwhile shows as stale next time.
    const outcomes = await Promise.allSettled(
      due.map(async (examined) => {
        say(examined.part.announcement);
        await examined.part.make();
        record(examined);
      }),
    );
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
    return due.map(({ part }) => part.name);
  });
}
