/**
 * Composes pieces with the app's own code and the weights given, for evaluate.py.
 * node training/composer/generate.mjs MODELS REQUESTS_JSON OUT_JSONL
 * REQUESTS_JSON: an array of `ComposeRequest` (src/core/composition/compose-request.ts), each with an `about` that is handed through.
 * OUT_JSONL: a line {about, request, piece, tokens, seconds} a request; `tokens` are the network's, bar by bar.
 */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const [models, requestsPath, outPath] = process.argv.slice(2);
const root = fileURLToPath(new URL("../../", import.meta.url));
// Vite reads the TypeScript sources as they are, so that nothing has to be built beforehand.
const vite = await createServer({
  root,
  configFile: false,
  logLevel: "error",
  appType: "custom",
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true, include: [] },
});
try {
  const { loadComposer } = await vite.ssrLoadModule("/src/inference/load-model.ts");
  const { createNodeRuntime } = await vite.ssrLoadModule("/src/inference/runtimes/node.ts");
  const config = JSON.parse(readFileSync(join(models, "config.json"), "utf8"));
  const modelBytes = new Uint8Array(readFileSync(join(models, "model.onnx")));
  const composer = await loadComposer(await createNodeRuntime(), { config, modelBytes });
  writeFileSync(outPath, "");
  for (const { about, ...request } of JSON.parse(readFileSync(requestsPath, "utf8"))) {
    const tokens = [];
    const startedMs = performance.now();
    const piece = await composer.compose(request, { onBar: (bar) => tokens.push(bar.tokens) });
    const seconds = (performance.now() - startedMs) / 1000;
    appendFileSync(outPath, `${JSON.stringify({ about, request, piece, tokens, seconds })}\n`);
  }
  await composer.release();
} finally {
  await vite.close();
}
