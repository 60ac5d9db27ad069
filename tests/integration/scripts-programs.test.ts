/** Finding and bringing the programs that only the tests need. */
import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findChromium, findOnPath, findPython } from "../../scripts/steps/find-program.mjs";

const STEP = new URL("../../scripts/steps/system-packages.mjs", import.meta.url).href;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "moodsync-programs-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function program(name: string, script: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

describe.skipIf(process.platform === "win32")("programs", () => {
  it("are found on the PATH, Chromium also where CHROMIUM_PATH says", async () => {
    vi.stubEnv("PATH", folder);
    vi.stubEnv("CHROMIUM_PATH", "");
    expect(findOnPath("ffmpeg")).toBeNull();
    const chrome = await program("google-chrome", "");
    expect(findChromium()).toBe(chrome);
    const named = await program("my-browser", "");
    vi.stubEnv("CHROMIUM_PATH", named);
    expect(findChromium()).toBe(named);
    vi.stubEnv("CHROMIUM_PATH", path.join(folder, "gone"));
    expect(findChromium()).toBeNull();
  });

  it("a Python counts when it has every module, and says what it lacks", async () => {
    vi.stubEnv("PATH", folder);
    vi.stubEnv("PYTHON", await program("python3", 'case "$2" in *no_such_module*) echo no_such_module ;; esac'));
    expect(await findPython(["anything"])).toEqual({ python: path.join(folder, "python3"), reason: "" });
    const { python, reason } = await findPython(["no_such_module"]);
    expect(python).toBeNull();
    expect(reason).toContain("no_such_module");
  });

  it.each([
    ["forbidden", { MOODSYNC_NO_INSTALL: "1" }, "(MOODSYNC_NO_INSTALL=1 forbids it)"],
    ["impossible", {}, "(there is no apt-get here)"],
  ])("are named where installing is %s", async (_, env, reason) => {
    const code = `import(${JSON.stringify(STEP)}).then((step) => step.ensureTestPrograms(console.log))`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--eval", code], {
      env: { PATH: folder, CHROMIUM_PATH: path.join(folder, "gone"), ...env },
    });
    expect(stdout.trim()).toBe(
      `Not installed: chromium, ffmpeg, postgresql, supysonic ${reason}. The tests that need them are skipped.`,
    );
  });

  it("are not asked for where they are there", async () => {
    await program("chromium", "");
    await program("ffmpeg", "");
    await program("pg_createcluster", "");
    await program("supysonic-cli", "");
    const code = `import(${JSON.stringify(STEP)}).then((step) => step.ensureTestPrograms(console.log))`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--eval", code], { env: { PATH: folder } });
    expect(stdout).toBe("");
  });
});
