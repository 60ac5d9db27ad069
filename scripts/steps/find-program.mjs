/** Finds programs that are not packages of ours: a Chromium for the end-to-end tests, ffmpeg, a Python with PyTorch. */
import { existsSync } from "node:fs";
import path from "node:path";
import { CommandError, runCommand } from "./run-command.mjs";

const CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const CHROMIUM_ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .map((folder) => path.join(folder, "Google/Chrome/Application/chrome.exe")),
];

/**
 * The full path of a program on the PATH, or null.
 * @param {string} name
 */
export function findOnPath(name) {
  const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const places = folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)));
  return places.find((place) => existsSync(place)) ?? null;
}

/** The browser for the end-to-end tests: CHROMIUM_PATH where it is set, else what the system has, else null. */
export function findChromium() {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") return existsSync(named) ? named : null;
  return (
    CHROMIUM_NAMES.map(findOnPath).find((place) => place !== null) ??
    CHROMIUM_ELSEWHERE.find((place) => existsSync(place)) ??
    null
  );
}

/**
 * A Python 3 that has all `modules`: `null` with the reason where there is none.
 * The system's own is asked as well as the one on the PATH, since Debian's packages belong to the former.
 * @param {readonly string[]} modules
 * @returns {Promise<{ python: string | null, reason: string }>}
 */
export async function findPython(modules) {
  const candidates = [process.env["PYTHON"], findOnPath("python3"), "/usr/bin/python3"];
  let reason = "there is no Python 3";
  for (const python of new Set(candidates)) {
    if (!python || !existsSync(python)) continue;
    const probe = `import importlib.util as u; print(",".join(m for m in ${JSON.stringify(modules)} if u.find_spec(m) is None))`;
    try {
      const { stdout } = await runCommand(python, ["-c", probe], { capture: true });
      const absent = stdout.trim();
      if (absent === "") return { python, reason: "" };
      reason = `Python lacks ${absent.replaceAll(",", ", ")}`;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
  }
  return { python: null, reason };
}
