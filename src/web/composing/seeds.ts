/** Seeds: the whole numbers from which, with mood and length, a piece follows. */
import { MoodSyncError } from "../../core/errors.ts";

/** What the server keeps. */
export const LARGEST_SEED = 2 ** 32 - 1;
/** Short enough to be read out to somebody. */
const LARGEST_DRAWN = 999_999;

/** A fresh seed, from the browser's own randomness. */
export function drawSeed(): number {
  const [drawn = 0] = globalThis.crypto.getRandomValues(new Uint32Array(1));
  return 1 + (drawn % LARGEST_DRAWN);
}

/** @throws MoodSyncError `composer.seed-invalid` where the text is no whole number from 0 to 4,294,967,295 */
export function parseSeed(text: string): number {
  const seed = /^\d{1,10}$/u.test(text.trim()) ? Number(text) : Number.NaN;
  if (seed <= LARGEST_SEED) return seed;
  const limit = LARGEST_SEED.toLocaleString("en");
  throw new MoodSyncError("composer.seed-invalid", `A seed is a whole number from 0 to ${limit}, such as 7.`, {
    kind: "invalid-input",
  });
}
