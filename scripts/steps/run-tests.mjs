/** Runs the two kinds of tests, Vitest's and the training's, and reports the outcome of each. */
import { rmSync } from "node:fs";
import { findChromium, findPython } from "./find-program.mjs";
import { readJsonOrNull } from "./fingerprint.mjs";
import { inRoot, ROOT } from "./places.mjs";
import { CommandError, runCommand } from "./run-command.mjs";
import { TRAINING_MODULES } from "./system-packages.mjs";
import { NOTHING, outcomeOfUnittest, outcomeOfVitest } from "./test-outcome.mjs";

const VITEST = inRoot("node_modules/vitest/vitest.mjs");
const REPORT_FILE = inRoot("test-results/vitest.json");
// Where the end-to-end tests are all that was asked for, nothing is left to run, which is no failure.
const WITHOUT_BROWSER = ["--project", "unit", "--project", "integration", "--passWithNoTests"];

/** @typedef {import("./test-outcome.mjs").Outcome} Outcome */

/**
 * Unit, integration and end-to-end tests; the last are counted as skipped where there is no Chromium.
 * @param {readonly string[]} vitestArguments file filters and options, handed on
 * @param {(sentence: string) => void} say
 * @returns {Promise<Outcome>}
 */
export async function runVitest(vitestArguments, say) {
  const chromium = findChromium();
  const chosen = vitestArguments.some((argument) => argument.startsWith("--project"));
  const skipBrowser = chromium === null && !chosen;
  rmSync(REPORT_FILE, { force: true });
  const env = { ...process.env, ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }) };
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${REPORT_FILE}`];
  const selection = skipBrowser ? WITHOUT_BROWSER : [];
  let succeeded = true;
  try {
    await runCommand(process.execPath, [VITEST, "run", ...reporters, ...selection, ...vitestArguments], {
      cwd: ROOT,
      env,
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    succeeded = false;
  }
  const outcome = outcomeOfVitest(readJsonOrNull(REPORT_FILE), succeeded);
  if (!skipBrowser) return outcome;
  const skipped = await countBrowserTests(vitestArguments);
  if (skipped > 0)
    say(`Skipped ${skipped} end-to-end tests: there is no Chromium (install one, or name it in CHROMIUM_PATH).`);
  return { ...outcome, skipped: outcome.skipped + skipped };
}

/** @param {readonly string[]} filters */
async function countBrowserTests(filters) {
  try {
    const list = [VITEST, "list", ...filters, "--project", "e2e", "--json"];
    const { stdout } = await runCommand(process.execPath, list, { cwd: ROOT, capture: true });
    return JSON.parse(stdout.slice(stdout.indexOf("["))).length;
  } catch {
    return 0;
  }
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
