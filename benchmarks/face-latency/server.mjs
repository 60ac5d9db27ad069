/** Serves the built app, the peers' packages, the bench page and raw frames from one isolated origin on loopback. */
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const PREFIXES = [
  ["/bench/", join(root, "benchmarks/face-latency")],
  ["/peers/", join(root, "node_modules")],
  ["/", join(root, "dist/web")],
];
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/**
 * @param {Uint8Array} frames answered at /frames.bin
 * @returns {Promise<{url: string, close: () => void}>}
 */
export async function serveBench(frames) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    // Threads for WebAssembly need an isolated page; all three contestants get them.
    response.setHeader("Document-Isolation-Policy", "isolate-and-credentialless");
    if (path === "/frames.bin") {
      response.end(frames);
      return;
    }
    const [prefix, folder] = PREFIXES.find(([start]) => path.startsWith(start)) ?? ["/", root];
    const file = join(folder, path.slice(prefix.length));
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
