/** A track's sound as an HTTP answer, by range where asked: from a file of this machine, or from a stream that its source opens. */
import type { Context } from "hono";
import { open, type FileHandle } from "node:fs/promises";
import { MoodSyncError } from "../core/errors.ts";
import type { SourceStream, StreamOptions } from "../sources/music-source.ts";
import { ifRangeHolds, noneMatchHits, parseByteRange, parseOpenRange } from "./byte-range.ts";
import { fileBody } from "./file-body.ts";

/** A tag that changes whenever size or date of a file do. */
export function etagOf(sizeBytes: number, modifiedAtMs: number): string {
  return `"${sizeBytes.toString(36)}-${Math.trunc(modifiedAtMs).toString(36)}"`;
}

/** @throws MoodSyncError `file.not-found`, `range.unsatisfiable` */
export async function sendFile(context: Context, file: { absolutePath: string; mimeType: string }): Promise<Response> {
  const handle = await openFile(file.absolutePath);
  const { size, mtimeMs } = await handle.stat();
  const etag = etagOf(size, mtimeMs);
  const asked = ifRangeHolds(context.req.header("if-range"), etag, mtimeMs) ? context.req.header("range") : undefined;
  const range = parseByteRange(asked, size);
  context.header("Accept-Ranges", "bytes");
  context.header("ETag", etag);
  context.header("Last-Modified", new Date(mtimeMs).toUTCString());
  context.header("Cache-Control", "private, no-cache");
  if (noneMatchHits(context.req.header("if-none-match"), etag)) {
    await handle.close();
    return context.body(null, 304);
  }
  if (range.kind === "unsatisfiable") {
    await handle.close();
    context.header("Content-Range", `bytes */${size}`);
    throw new MoodSyncError("range.unsatisfiable", "The range lies outside the file.", { details: { size } });
  }
  const start = range.kind === "part" ? range.start : 0;
  const length = range.kind === "part" ? range.end - range.start + 1 : size;
  context.header("Content-Type", asAudioType(file.mimeType));
  context.header("Content-Length", String(length));
  if (range.kind === "part") context.header("Content-Range", `bytes ${range.start}-${range.end}/${size}`);
  const status = range.kind === "part" ? 206 : 200;
  if (context.req.method === "HEAD") {
    await handle.close();
    return context.body(null, status);
  }
  return context.body(fileBody(handle, start, length), status);
}

/** @throws MoodSyncError `range.unsatisfiable` and whatever the source throws */
export async function sendStream(
  context: Context,
  sound: { mimeType: string; open(options: StreamOptions): Promise<SourceStream> },
): Promise<Response> {
  const { signal } = context.req.raw;
  const range = parseOpenRange(context.req.header("range"));
  let stream = await sound.open({ range, signal });
  const ifRange = context.req.header("if-range");
  if (stream.part && ifRange !== undefined && ifRange.trim() !== stream.etag) {
    await stream.body.cancel();
    stream = await sound.open({ signal });
  }
  const { part, lengthBytes, etag, body } = stream;
  // A source that knows no ranges answers with everything; saying so keeps players from asking again.
  context.header("Accept-Ranges", range && !part ? "none" : "bytes");
  if (etag !== null) context.header("ETag", etag);
  context.header("Cache-Control", "private, no-cache");
  context.header("Content-Type", asAudioType(stream.mimeType, sound.mimeType));
  if (lengthBytes !== null) context.header("Content-Length", String(lengthBytes));
  if (part) context.header("Content-Range", `bytes ${part.start}-${part.end}/${part.sizeBytes ?? "*"}`);
  const unchanged = etag !== null && noneMatchHits(context.req.header("if-none-match"), etag);
  if (unchanged || context.req.method === "HEAD") {
    await body.cancel();
    return context.body(null, unchanged ? 304 : part ? 206 : 200);
  }
  return context.body(body, part ? 206 : 200);
}

async function openFile(absolutePath: string): Promise<FileHandle> {
  try {
    const handle = await open(absolutePath, "r");
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
  } catch (cause) {
    throw new MoodSyncError("file.not-found", "The track's file is gone or may not be read.", {
      kind: "not-found",
      cause,
    });
  }
  throw new MoodSyncError("file.not-found", "The track's file is no file any more.", { kind: "not-found" });
}

/** The first of the given types that is one of sound; never one that a browser would show or run. */
function asAudioType(...types: readonly string[]): string {
  const essences = types.map((type) => type.split(";")[0]!.trim());
  return essences.find((type) => /^audio\/[\w.+-]+$/.test(type)) ?? "application/octet-stream";
}
