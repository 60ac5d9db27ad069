/**
 * Measures sound files with the app's own analysis, for training on what the app will hear.
 * node training/song_mood/extract.mjs OUT_JSONL FILE...   (or `-` and one path a line on stdin)
 * Writes a line {file, ...analysis} a file and goes on where it stopped; a file that cannot be measured is named on stderr and
 * left out.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const [out, ...given] = process.argv.slice(2);
if (out === undefined || given.length === 0) {
  console.error("node training/song_mood/extract.mjs OUT_JSONL FILE...");
  process.exit(2);
}
const files = given[0] === "-" ? lines(readFileSync(0, "utf8")) : given;
const done = new Set(existsSync(out) ? lines(readFileSync(out, "utf8")).map((line) => JSON.parse(line).file) : []);
// Vite reads the TypeScript sources as they are, so that nothing has to be built beforehand.
const vite = await createServer({
  root: fileURLToPath(new URL("../../", import.meta.url)),
  configFile: false,
  logLevel: "error",
  appType: "custom",
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true, include: [] },
});
try {
  const { measureFile } = await vite.ssrLoadModule("/src/sources/local/analyse-file.ts");
  const { ANALYSER_VERSION } = await vite.ssrLoadModule("/src/core/signal/analyse-audio.ts");
  for (const file of files.filter((path) => !done.has(basename(path)))) {
    try {
      const analysis = await measureFile(resolve(file));
      appendFileSync(
        out,
        `${JSON.stringify({ file: basename(file), analyserVersion: ANALYSER_VERSION, ...analysis })}\n`,
      );
    } catch (problem) {
      console.error(`${file}: ${problem.message}`);
    }
  }
} finally {
  await vite.close();
}

/** @param {string} text */
function lines(text) {
  return text.split("\n").filter((line) => line.trim() !== "");
}
