/**
 * Installs the packages of package-lock.json where they are missing or differ, and nothing otherwise.
 * npm's own record of what it installed is the judge, so that an install made by hand counts as well.
 */
import { existsSync, writeFileSync } from "node:fs";
import { hashFile, readJsonOrNull } from "./fingerprint.mjs";
import { inRoot, ROOT } from "./places.mjs";
import { CommandError, runCommand } from "./run-command.mjs";

const LOCK_FILE = inRoot("package-lock.json");
const INSTALLED_FILE = inRoot("node_modules/.package-lock.json");
const STAMP_FILE = inRoot("node_modules/.moodsync-install.json");

/**
 * Which packages of the lock are absent or of another version in npm's record of what is installed; pure.
 * Optional ones (built for one platform each) count only when installed in another version.
 * @param {{ packages?: Record<string, any> } | null} lock
 * @param {{ packages?: Record<string, any> } | null} installed
 * @returns {string[]}
 */
export function missingPackages(lock, installed) {
  const present = installed?.packages ?? {};
  return Object.entries(lock?.packages ?? {})
    .filter(([place, wanted]) => {
      if (place === "" || wanted.link) return false;
      const there = present[place];
      if (there === undefined) return !(wanted.optional || wanted.devOptional || wanted.peer);
      return there.version !== wanted.version || there.integrity !== wanted.integrity;
    })
    .map(([place]) => place);
}

/** How npm is called: the npm that started us where there is one, else the one on the path. */
function npmCommand() {
  const started = process.env["npm_execpath"];
  if (started !== undefined && /npm(-cli)?\.[cm]?js$/.test(started)) {
    return { command: process.execPath, before: [started], shell: false };
  }
  const windows = process.platform === "win32";
  return { command: windows ? "npm.cmd" : "npm", before: [], shell: windows };
}

/** @param {readonly string[]} npmArguments */
async function npm(npmArguments) {
  const { command, before, shell } = npmCommand();
  // Development packages build the app, so they are wanted even where NODE_ENV says production.
  const quiet = ["--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  await runCommand(command, [...before, ...npmArguments, ...quiet], { cwd: ROOT, shell });
}

/**
 * Makes node_modules agree with package-lock.json.
 * @param {(sentence: string) => void} say
 * @returns {Promise<boolean>} whether anything was installed
 * @throws {Error} with a sentence for people, when npm fails
 */
export async function ensureInstalled(say) {
  const lockHash = hashFile(LOCK_FILE);
  if (existsSync(INSTALLED_FILE) && readJsonOrNull(STAMP_FILE)?.lockHash === lockHash) return false;
  const installed = readJsonOrNull(INSTALLED_FILE);
  const missing = missingPackages(readJsonOrNull(LOCK_FILE), installed);
  if (installed === null || missing.length > 0) {
    say(installed === null ? "Installing packages ..." : "Updating packages ...");
    try {
      // `ci` starts by deleting node_modules, so it is kept for the case where there is nothing to lose.
      await npm(installed === null ? ["ci"] : ["install", "--no-save"]);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      throw new Error(`The packages could not be installed (${error.message}). Is the npm registry reachable?`, {
        cause: error,
      });
    }
  }
  writeFileSync(STAMP_FILE, `${JSON.stringify({ lockHash })}\n`);
  return installed === null || missing.length > 0;
}
