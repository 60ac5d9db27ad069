/** Serves the peer's page and package as a careful site would: isolated for threads, everything compressed beforehand. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const root = fileURLToPath(new URL("../../", import.meta.url));
const PLACES = [
  ["/peers/", join(root, "node_modules")],
  ["/", join(root, "benchmarks/page-load")],
];
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};
/** The quality of the app's own large files. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** @returns {Promise<{port: number, close: () => void}>} */
export async function servePeer() {
  const compressed = new Map();
  const answer = async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const [prefix, folder] = PLACES.find(([start]) => path.startsWith(start)) ?? ["/", root];
    const file = join(folder, path.slice(prefix.length));
    if (!compressed.has(file)) compressed.set(file, await promisify(brotliCompress)(await readFile(file), BROTLI));
    response.setHeader("Document-Isolation-Policy", "isolate-and-credentialless");
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    response.setHeader("Content-Encoding", "br");
    response.end(compressed.get(file));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(404).end());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: server.address().port, close: () => server.close() };
}
