/** The built page as it is served: compressed where the browser takes it, cached as it should be, nothing beside it. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openOn, temporaryFolder } from "./server-fixtures.ts";

const PAGE = "<!doctype html><title>MoodSync</title>";
const SCRIPT = "export const mood = 'happy';\n".repeat(50);

/** An application over a small built page. */
async function serveBuilt() {
  const webDir = await temporaryFolder();
  for (const folder of ["assets", "models/face-emotion", "runtime", ".build"]) {
    await mkdir(join(webDir, folder), { recursive: true });
  }
  await writeFile(join(webDir, "index.html"), PAGE);
  await writeFile(join(webDir, "assets/app-1a2b.js"), SCRIPT);
  await writeFile(join(webDir, "assets/app-1a2b.js.br"), brotliCompressSync(SCRIPT));
  await writeFile(join(webDir, "assets/app-1a2b.js.gz"), gzipSync(SCRIPT));
  await writeFile(join(webDir, "models/face-emotion/model.onnx"), Buffer.alloc(300_000, 3));
  await writeFile(join(webDir, "runtime/ort.mjs"), "export {};");
  await writeFile(join(webDir, "runtime/ort.wasm"), "\0asm");
  await writeFile(join(webDir, ".build/secret"), "secret");
  const { app } = await openOn(await temporaryFolder(), { webDir });
  const get = async (path: string, headers: Record<string, string> = {}, method = "GET") => {
    const init = { method, headers: { host: "localhost:5000", ...headers } };
    return await app.request(`http://localhost:5000${path}`, init);
  };
  return { get };
}

const BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

test("the page is served at its address and at every address inside it, and is always checked again", async () => {
  const { get } = await serveBuilt();
  for (const path of ["/", "/index.html", "/library", "/settings/about"]) {
    const response = await get(path, BROWSER);
    expect(response.status, path).toBe(200);
    expect(await response.text()).toBe(PAGE);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
  }
});

test("a script, picture or API address that is not there is not answered with the page", async () => {
  const { get } = await serveBuilt();
  expect((await get("/assets/gone-1a2b.js", BROWSER)).status).toBe(404);
  expect((await get("/library", { accept: "application/json" })).status).toBe(404);
  expect((await get("/api/library", BROWSER)).status).toBe(404);
  expect((await get("/library", BROWSER, "POST")).status).toBe(404);
});

test.each([
  ["br, gzip", "br", brotliDecompressSync],
  ["gzip, deflate", "gzip", gunzipSync],
  ["br;q=0, gzip", "gzip", gunzipSync],
  ["", null, (data: Buffer) => data],
  ["identity", null, (data: Buffer) => data],
])("Accept-Encoding %j gets %s", async (accepted, encoding, unpack) => {
  const { get } = await serveBuilt();
  const response = await get("/assets/app-1a2b.js", { "accept-encoding": accepted });
  expect(response.headers.get("content-encoding")).toBe(encoding);
  expect(response.headers.get("content-type")).toMatch(/^text\/javascript/);
  expect(response.headers.get("vary")).toBe("Accept-Encoding");
  expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  const data = Buffer.from(await response.arrayBuffer());
  expect(response.headers.get("content-length")).toBe(String(data.length));
  expect(unpack(data).toString()).toBe(SCRIPT);
});

test("models and runtime have types a browser takes and are not sent twice", async () => {
  const { get } = await serveBuilt();
  const model = await get("/models/face-emotion/model.onnx");
  expect(model.headers.get("content-type")).toBe("application/octet-stream");
  expect((await model.arrayBuffer()).byteLength).toBe(300_000);
  const again = await get("/models/face-emotion/model.onnx", { "if-none-match": model.headers.get("etag") ?? "" });
  expect(again.status).toBe(304);
  for (const [path, type] of [
    ["/runtime/ort.mjs", "text/javascript; charset=utf-8"],
    ["/runtime/ort.wasm", "application/wasm"],
  ] as const) {
    const response = await get(path);
    await response.arrayBuffer();
    expect(response.headers.get("content-type")).toBe(type);
  }
  const head = await get("/models/face-emotion/model.onnx", {}, "HEAD");
  expect(head.headers.get("content-length")).toBe("300000");
  expect(await head.text()).toBe("");
});

test("the encodings of one file have tags of their own", async () => {
  const { get } = await serveBuilt();
  const tags = await Promise.all(
    ["br", "gzip", ""].map(async (accepted) => {
      const response = await get("/assets/app-1a2b.js", { "accept-encoding": accepted });
      await response.arrayBuffer();
      return response.headers.get("etag");
    }),
  );
  expect(new Set(tags).size).toBe(3);
});

test("hidden files, folders and what lies outside are not there", async () => {
  const { get } = await serveBuilt();
  for (const path of [
    "/.build/secret",
    "/assets/",
    "/assets",
    "/assets/.%2e/index.html%00",
    "/models/..%2f.build/secret",
  ]) {
    const response = await get(path, { accept: "*/*" });
    expect(await response.text(), path).not.toContain("secret");
    expect(response.status, path).toBe(404);
  }
});

test("before it is built the page says how to build it, and the API is there", async () => {
  const { app } = await openOn(await temporaryFolder());
  const response = await app.request("http://localhost:5000/", { headers: BROWSER });
  expect(response.status).toBe(503);
  expect(await response.text()).toContain("npm run build");
  expect((await app.request("http://localhost:5000/api/status")).status).toBe(200);
});
