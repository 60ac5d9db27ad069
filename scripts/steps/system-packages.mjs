/**
 * Brings the programs that only the tests need from the system's packages, where that is possible and allowed.
 * Where it is not, the tests that need them are skipped, and this says why in a sentence.
 */
import { findChromium, findOnPath, findPython } from "./find-program.mjs";
import { CommandError, runCommand } from "./run-command.mjs";

/** What the training's tests import. */
export const TRAINING_MODULES = ["torch", "numpy", "PIL", "onnx"];

const POSTGRESQL = "postgresql";

const TRAINING_PACKAGES = ["python3-torch", "python3-numpy", "python3-pil", "python3-onnx"];

/**
 * What is lacking for the tests, and the Debian packages that hold it.
 * PyTorch is large, so it is brought in continuous integration alone.
 * @param {{ ci: boolean }} options
 */
async function findLacking({ ci }) {
  /** @type {string[]} */
  const packages = [];
  if (findChromium() === null) packages.push("chromium");
  if (findOnPath("ffmpeg") === null) packages.push("ffmpeg");
  // A database server, which the tests start in folders of their own.
  if (findOnPath("pg_createcluster") === null) packages.push(POSTGRESQL);
  // A music server of the Subsonic kind, which the tests start with a folder of its own.
  if (findOnPath("supysonic-cli") === null) packages.push("supysonic");
  if (ci && (await findPython(TRAINING_MODULES)).python === null) packages.push(...TRAINING_PACKAGES);
  return packages;
}

/** How apt-get can be run here: as it is, through sudo, or (a reason) not at all. */
async function aptCommand() {
  if (process.env["MOODSYNC_NO_INSTALL"] === "1") return { reason: "MOODSYNC_NO_INSTALL=1 forbids it" };
  if (process.platform !== "linux" || findOnPath("apt-get") === null) return { reason: "there is no apt-get here" };
  if (process.getuid?.() === 0) return { command: ["apt-get"] };
  try {
    // A developer's own machine is not changed unasked; one that belongs to continuous integration may be.
    if (process.env["CI"] !== "true") throw new CommandError("not in CI", { exitCode: null, output: "" });
    await runCommand("sudo", ["-n", "true"], { capture: true });
    return { command: ["sudo", "-n", "apt-get"] };
  } catch {
    return { reason: "it takes root" };
  }
}

/**
 * Debian's package starts a database server of its own as soon as it is installed, unless this file says otherwise
 * before; the tests need the programs alone. Where it cannot be said, that server is there, and nothing else is wrong.
 * @param {readonly string[]} apt how apt-get is run
 * @param {Parameters<typeof runCommand>[2]} options
 */
async function withoutCluster(apt, options) {
  const [command = "", ...before] = apt;
  const settings = "/etc/postgresql-common/createcluster.conf";
  const [sed, ...edit] = [...apt.slice(0, -1), "sed", "-i", "-E"];
  try {
    await runCommand(command, [...before, "install", "-y", "--no-install-recommends", "postgresql-common"], options);
    await runCommand(sed, [...edit, "s/^#?\\s*create_main_cluster.*$/create_main_cluster = false/", settings], options);
  } catch {
    // The installation that follows says what is wrong.
  }
}

/**
 * Installs what the tests lack.
 * @param {(sentence: string) => void} say
 * @returns {Promise<void>} also when it could not be done: the tests find out what is there
 */
export async function ensureTestPrograms(say) {
  const packages = await findLacking({ ci: process.env["CI"] === "true" });
  if (packages.length === 0) return;
  const apt = await aptCommand();
  if (apt.command === undefined) {
    say(`Not installed: ${packages.join(", ")} (${apt.reason}). The tests that need them are skipped.`);
    return;
  }
  say(`Installing ${packages.join(", ")} ...`);
  const [command = "", ...before] = apt.command;
  const options = { capture: true, env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  const install = [...before, "install", "-y", "--no-install-recommends", ...packages];
  // Package lists may be old and yet good enough, so a failing update decides nothing.
  await runCommand(command, [...before, "update"], options).catch(() => undefined);
  if (packages.includes(POSTGRESQL)) await withoutCluster(apt.command, options);
  await runCommand(command, install, options).catch((error) => {
    say(`They could not be installed: ${error.output || error.message}\nThe tests that need them are skipped.`);
  });
}
