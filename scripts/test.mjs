/**
 * `npm test`: brings what the tests need, runs them all, and closes with one line, "N passed, N failed, N skipped".
 * Arguments go to Vitest: `npm test -- src/cli` runs what lies there, `npm test -- training` the training's tests alone.
 */
import { checkNode } from "./node-version.mjs";

/** @param {string} sentence */
const say = (sentence) => console.log(sentence);

async function main() {
  const { ensureInstalled } = await import("./steps/install.mjs");
  const { buildStale } = await import("./steps/build.mjs");
  const { ensureTestPrograms } = await import("./steps/system-packages.mjs");
  const { runTraining, runVitest } = await import("./steps/run-tests.mjs");
  const { addOutcomes, closingLine } = await import("./steps/test-outcome.mjs");
  const filters = process.argv.slice(2);
  const trainingOnly = filters.length > 0 && filters.every((filter) => filter.startsWith("training"));
  try {
    await ensureInstalled(say);
    await ensureTestPrograms(say);
    if (!trainingOnly) await buildStale(say);
    const outcomes = [
      ...(trainingOnly ? [] : [await runVitest(filters)]),
      ...(filters.length === 0 || trainingOnly ? [await runTraining(say)] : []),
    ];
    const outcome = addOutcomes(outcomes);
    say(`\n${closingLine(outcome)}`);
    process.exitCode = outcome.failed === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    say(`\n${closingLine({ passed: 0, failed: 1, skipped: 0 })}`);
    process.exitCode = 1;
  }
}

if (checkNode()) void main();
