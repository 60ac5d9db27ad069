/**
 * The parts that a build is made of: which files each is made from, and how.
 * When each is made again is decided in build.mjs.
 */
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { readFileFacts } from "./fingerprint.mjs";
import { inRoot, ROOT } from "./places.mjs";
import { precompress } from "./precompress.mjs";
import { CommandError, runCommand } from "./run-command.mjs";

/** The layers that Node runs; `web` is built by Vite. */
const NODE_LAYERS = ["core", "contracts", "inference", "synthesis", "sources", "server", "cli"];

/** The files of ONNX Runtime that the page loads by name. */
const RUNTIME_FILES = ["ort-wasm-simd-threaded.wasm", "ort-wasm-simd-threaded.mjs"];
const RUNTIME_FOLDER = "node_modules/onnxruntime-web/dist";

/** The server serves it under /soundfont; Node renders with it. */
const SOUND_FONT_FOLDER = "dist/soundfont";

const WEB_OUTPUT = inRoot("dist/web");
const WEB_UNFINISHED = inRoot("dist/.web-unfinished");
const WEB_FORMER = inRoot("dist/.web-former");
const COMPRESSION_CACHE = inRoot("node_modules/.cache/moodsync/precompressed");

/** @param {string} file */
const isSource = (file) => !/(\.test\.tsx?|\.md)$/.test(file);

/**
 * One part of the build.
 * @typedef {object} BuildPart
 * @property {string} name
 * @property {string} announcement what the terminal says while it is made
 * @property {readonly string[]} inputs files and folders relative to the root
 * @property {readonly string[]} outputs files that must exist for the part to count as made
 * @property {(file: string) => boolean} [accept] which files below `inputs` count
 * @property {() => Promise<void>} make
 */

/** @type {readonly BuildPart[]} */
export const BUILD_PARTS = [
  {
    name: "node",
    announcement: "Building the server and the command line ...",
    inputs: ["tsconfig.base.json", "package-lock.json", ...NODE_LAYERS.map((layer) => `src/${layer}`)],
    outputs: ["dist/server/main.js", "dist/cli/main.js"],
    accept: isSource,
    make: buildNode,
  },
  {
    name: "web",
    announcement: "Building the web app ...",
    inputs: [
      "tsconfig.base.json",
      "vite.config.ts",
      "package-lock.json",
      "models",
      ...["web", "core", "contracts", "inference", "synthesis", "sources"].map((layer) => `src/${layer}`),
    ],
    outputs: ["dist/web/index.html", ...RUNTIME_FILES.map((file) => `dist/web/runtime/${file}`)],
    accept: isSource,
    make: buildWeb,
  },
  {
    name: "soundfont",
    announcement: "Building the SoundFont ...",
    inputs: ["scripts/steps/soundfont.mjs", "scripts/steps/soundfont", "package-lock.json"],
    outputs: [`${SOUND_FONT_FOLDER}/soundfont.json`],
    make: buildSoundFont,
  },
];

/**
 * Runs a tool that lies in node_modules.
 * @param {string} script path below node_modules
 * @param {readonly string[]} toolArguments
 */
async function runTool(script, toolArguments) {
  try {
    await runCommand(process.execPath, [inRoot("node_modules", script), ...toolArguments], {
      cwd: ROOT,
      capture: true,
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new Error(`The build failed:\n${error.output}`, { cause: error });
  }
}

async function buildNode() {
  // Without its outputs the compiler's own notes are worthless: it would believe that there is nothing to do.
  const complete = ["dist/server/main.js", "dist/cli/main.js"].every((file) => existsSync(inRoot(file)));
  await runTool("typescript/bin/tsc", ["-b", "src/server", "src/cli", ...(complete ? [] : ["--force"])]);
  await copyOtherFiles();
}

/** Copies what the Node layers read at run time and the compiler leaves behind. */
async function copyOtherFiles() {
  const others = readFileFacts(
    ROOT,
    NODE_LAYERS.map((layer) => `src/${layer}`),
    (file) => !/(\.tsx?|(^|\/)tsconfig\.json)$/.test(file),
  );
  await Promise.all(
    Object.keys(others).map((file) =>
      cp(inRoot(file), inRoot(file.replace(/^src\//, "dist/")), { preserveTimestamps: true }),
    ),
  );
}

/** Made beside the old one and swapped in whole: a server that is running never sees half an app, nor does a failed build cost one. */
async function buildWeb() {
  await runTool("vite/bin/vite.js", ["build", "--logLevel", "warn", "--emptyOutDir", "--outDir", WEB_UNFINISHED]);
  await Promise.all([copyModels(), copyRuntime()]);
  await precompress(WEB_UNFINISHED, COMPRESSION_CACHE);
  await rm(WEB_FORMER, { recursive: true, force: true });
  if (existsSync(WEB_OUTPUT)) await rename(WEB_OUTPUT, WEB_FORMER);
  await rename(WEB_UNFINISHED, WEB_OUTPUT);
  await rm(WEB_FORMER, { recursive: true, force: true });
}

async function buildSoundFont() {
  // It uses packages, which on a fresh clone are installed after this module was loaded.
  const { makeSoundFont } = await import("./soundfont.mjs");
  await makeSoundFont(inRoot(SOUND_FONT_FOLDER));
}

/** Each model's weights and contract; the card and the golden pairs stay behind. */
async function copyModels() {
  const target = path.join(WEB_UNFINISHED, "models");
  const names = existsSync(inRoot("models")) ? await readdir(inRoot("models"), { withFileTypes: true }) : [];
  for (const { name } of names.filter((entry) => entry.isDirectory())) {
    await mkdir(path.join(target, name), { recursive: true });
    for (const file of ["model.onnx", "config.json"]) {
      const source = inRoot("models", name, file);
      if (existsSync(source)) await cp(source, path.join(target, name, file));
    }
  }
}

async function copyRuntime() {
  const target = path.join(WEB_UNFINISHED, "runtime");
  await mkdir(target, { recursive: true });
  await Promise.all(RUNTIME_FILES.map((file) => cp(inRoot(RUNTIME_FOLDER, file), path.join(target, file))));
}
