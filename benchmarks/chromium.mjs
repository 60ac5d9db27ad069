/** Finds and starts the system's Chromium for benchmarks and browser tests: headless, no GPU, no network of its own. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where Chromium is, `CHROMIUM_PATH` first; null where there is none. */
export function findChromium() {
  return [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && existsSync(path)) ?? null;
}

/**
 * @param {{args?: readonly string[]}} [options] more command-line switches, such as those of a fake camera
 * @throws {Error} where no Chromium is installed
 */
export async function launchChromium({ args = [] } = {}) {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("No Chromium found: install the package `chromium`, or set CHROMIUM_PATH.");
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
 * The switches that answer the camera prompt and show a clip in place of a camera.
 * @param {string} clipPath a `.y4m` file
 */
export function fakeCamera(clipPath) {
  return [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${clipPath}`,
  ];
}
