/** Runs the two kinds of tests, Vitest's and the training's, and reports the outcome of each. */
import { rmSync } from "node:fs";
import { findPython } from "./find-program.mjs";
import { readJsonOrNull } from "./fingerprint.mjs";
import { inRoot, ROOT } from "./places.mjs";
import { CommandError, runCommand } from "./run-command.mjs";
import { TRAINING_MODULES } from "./system-packages.mjs";
import { NOTHING, outcomeOfUnittest, outcomeOfVitest } from "./test-outcome.mjs";

const VITEST = inRoot("node_modules/vitest/vitest.mjs");
const REPORT_FILE = inRoot("test-results/vitest.json");

/** @typedef {import("./test-outcome.mjs").Outcome} Outcome */

/**
 * Unit, integration and end-to-end tests; those that lack a program say so and count as skipped.
 * @param {readonly string[]} vitestArguments file filters and options, handed on
 * @returns {Promise<Outcome>}
 */
export async function runVitest(vitestArguments) {
  rmSync(REPORT_FILE, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${REPORT_FILE}`];
  let succeeded = true;
  try {
    await runCommand(process.execPath, [VITEST, "run", ...reporters, ...vitestArguments], { cwd: ROOT });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    succeeded = false;
  }
  return outcomeOfVitest(readJsonOrNull(REPORT_FILE), succeeded);
}

/**
 * The training's tests, where a Python with PyTorch is installed; else one entry counts as skipped, with the reason.
 * @param {(sentence: string) => void} say
 * @returns {Promise<Outcome>}
 */
export async function runTraining(say) {
  const { python, reason } = await findPython(TRAINING_MODULES);
  if (python === null) {
    say(`Skipped the training's tests: ${reason}.`);
    return { ...NOTHING, skipped: 1 };
  }
  say("\nTraining (Python)");
  const discover = ["-m", "unittest", "discover", "-b", "-s", "training", "-t", ".", "-p", "test_*.py"];
  try {
    const { stderr } = await runCommand(python, discover, { cwd: ROOT, capture: true });
    say(stderr.trim());
    return outcomeOfUnittest(stderr, true);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    say(error.output);
    return outcomeOfUnittest(error.output, false);
  }
}
