/**
 * Starts the system's Chromium for browser tests and benchmarks: headless, no GPU, no network of its own, and, where a
 * clip is given, a fake camera that shows it. Making clips is left to face-clips.mjs.
 */
import { chromium } from "playwright-core";
import { findChromium } from "../../scripts/steps/find-program.mjs";

export { findChromium };

/**
 * @param {{args?: readonly string[]}} [options] more command-line switches, such as those of a fake camera
 * @throws {Error} where no Chromium is installed
 */
export async function launchChromium({ args = [] } = {}) {
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error("No Chromium found: install the package `chromium`, or set CHROMIUM_PATH.");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...args,
    ],
  });
}

/**
 * The switches that show a clip in place of a camera and, unless `prompt` says otherwise, answer the prompt with "Allow".
 * @param {string} clipPath a `.y4m` file
 * @param {{prompt?: "allow" | "ask"}} [options]
 */
export function fakeCamera(clipPath, { prompt = "allow" } = {}) {
  return [
    ...(prompt === "allow" ? ["--use-fake-ui-for-media-stream"] : []),
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${clipPath}`,
  ];
}
