/**
 * Serves the built web app, and the SoundFont beside it: ready-compressed files where the browser takes them, hashed assets for ever, everything else
 * checked again by ETag, and the page itself for every address inside it. Only files below the folder are ever opened.
 */
import { createMiddleware } from "hono/factory";
import { getMimeType } from "hono/utils/mime";
import type { Context } from "hono";
import { open, type FileHandle } from "node:fs/promises";
import { dirname, extname, join, normalize, sep } from "node:path";
import { noneMatchHits } from "../byte-range.ts";
import { fileBody } from "../file-body.ts";

interface OpenFile {
  handle: FileHandle;
  size: number;
  modifiedAtMs: number;
  encoding: "br" | "gzip" | null;
}

const ENCODINGS = [
  { encoding: "br", suffix: ".br" },
  { encoding: "gzip", suffix: ".gz" },
] as const;

/** Built into a folder of its own beside the page's, since Node renders with it too. */
const SOUND_FONT = "soundfont/";

/** Their names hold a hash of what they hold, so a browser may keep them for ever. */
const HASHED = /^(assets\/|soundfont\/[\w-]+\.[0-9a-f]{12}\.sf2$)/;

/** Types that hono's table lacks or has otherwise. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  ".mjs": "text/javascript; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".onnx": "application/octet-stream",
  ".sf2": "application/octet-stream",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>MoodSync</title>
<h1>The page is not built yet</h1><p>Run <code>npm run build</code>, then load this page again. The API is there already.</p></html>`;

/** @param webDir absolute path of the built app */
export function staticWeb(webDir: string) {
  return createMiddleware(async (context, next) => {
    if (context.req.method !== "GET" && context.req.method !== "HEAD") return await next();
    const path = safePath(context.req.path);
    if (path === null) return await next();
    const wanted = path === "" ? "index.html" : path;
    const found = await openBest(webDir, wanted, context);
    if (found) return await send(context, wanted, found);
    if (extname(path) !== "" || !context.req.header("accept")?.includes("text/html")) return await next();
    const page = await openBest(webDir, "index.html", context);
    if (page) return await send(context, "index.html", page);
    return context.html(NOT_BUILT, 503);
  });
}

/** The decoded path without its leading slash, or null when it is not one that we would ever have written. */
function safePath(urlPath: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(urlPath).replace(/^\/+/, "");
  } catch {
    return null;
  }
  const parts = path.split("/");
  if (/[\0\\]/.test(path) || parts.some((part) => part.startsWith("."))) return null;
  return path;
}

async function openBest(webDir: string, path: string, context: Context): Promise<OpenFile | null> {
  const accepted = context.req.header("accept-encoding") ?? "";
  const parent = path.startsWith(SOUND_FONT) ? dirname(webDir) : webDir;
  const file = normalize(join(parent, path));
  if (!file.startsWith(parent + sep)) return null;
  for (const { encoding, suffix } of ENCODINGS) {
    if (!new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?(?:,|$))`).test(accepted)) continue;
    const opened = await openFile(file + suffix, encoding);
    if (opened) return opened;
  }
  return await openFile(file, null);
}

async function openFile(file: string, encoding: OpenFile["encoding"]): Promise<OpenFile | null> {
  const handle = await open(file, "r").catch(() => null);
  if (!handle) return null;
  const stats = await handle.stat();
  if (stats.isFile()) return { handle, size: stats.size, modifiedAtMs: stats.mtimeMs, encoding };
  await handle.close();
  return null;
}

async function send(context: Context, path: string, file: OpenFile): Promise<Response> {
  const etag = `"${file.size.toString(36)}-${Math.trunc(file.modifiedAtMs).toString(36)}${file.encoding ?? ""}"`;
  const hashed = HASHED.test(path);
  context.header("ETag", etag);
  context.header("Vary", "Accept-Encoding");
  context.header("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  if (noneMatchHits(context.req.header("if-none-match"), etag)) {
    await file.handle.close();
    return context.body(null, 304);
  }
  context.header("Content-Type", MIME_TYPES[extname(path)] ?? getMimeType(path) ?? "application/octet-stream");
  context.header("Content-Length", String(file.size));
  if (file.encoding) context.header("Content-Encoding", file.encoding);
  if (context.req.method === "HEAD") {
    await file.handle.close();
    return context.body(null);
  }
  return context.body(fileBody(file.handle, 0, file.size));
}
