/** The one way to have everything ready to run: packages installed, dist up to date. Every entry point goes through here. */
import { buildStale } from "./steps/build.mjs";
import { ensureInstalled } from "./steps/install.mjs";

/**
 * Installs what is missing and builds what is stale.
 * @param {{ say?: (sentence: string) => void, only?: readonly string[], force?: boolean }} [options]
 *   `say` is told what takes time (default: stderr, which leaves stdout to the program); `only` names parts of the build
 * @returns {Promise<string[]>} the names of the parts that were built
 * @throws {Error} with a sentence for people
 */
export async function ensureBuilt({ say = (sentence) => console.error(sentence), only, force } = {}) {
  await ensureInstalled(say);
  return buildStale(say, { only, force });
}
