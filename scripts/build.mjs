/** `npm run build`: brings dist up to date; `--force` builds everything anew. */
import { checkNode } from "./node-version.mjs";

/** @param {string} sentence */
const say = (sentence) => console.log(sentence);

async function main() {
  const { ensureBuilt } = await import("./ensure-built.mjs");
  try {
    const built = await ensureBuilt({ say, force: process.argv.includes("--force") });
    say(built.length === 0 ? "Everything is up to date." : `Built: ${built.join(", ")}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

if (checkNode()) void main();
