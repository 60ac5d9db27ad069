/** GET and HEAD /tracks/:id/audio, by range where asked, and GET /tracks/:id/cover. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { open, type FileHandle } from "node:fs/promises";
import { MoodSyncError } from "../../core/errors.ts";
import { ifRangeHolds, noneMatchHits, parseByteRange } from "../byte-range.ts";
import { fileBody } from "../file-body.ts";
import type { TrackService } from "../services/track-service.ts";
import { createRouter, errorAnswers, IdParamSchema } from "./router.ts";

const bytes = z.string().openapi({ format: "binary" });

const audio = createRoute({
  method: "get",
  path: "/tracks/{id}/audio",
  summary: "The track's file, whole or by range; HEAD is answered, too",
  request: { params: IdParamSchema },
  responses: {
    200: { description: "the whole file", content: { "audio/*": { schema: bytes } } },
    206: { description: "the range asked for", content: { "audio/*": { schema: bytes } } },
    304: { description: "unchanged" },
    ...errorAnswers(400, 404, 409, 416, 503),
  },
});

const cover = createRoute({
  method: "get",
  path: "/tracks/{id}/cover",
  summary: "The picture inside the track's file",
  request: { params: IdParamSchema },
  responses: {
    200: { description: "the picture", content: { "image/*": { schema: bytes } } },
    304: { description: "unchanged" },
    ...errorAnswers(400, 404, 409, 503),
  },
});

export function createTrackFileRoutes(tracks: TrackService) {
  return createRouter()
    .openapi(audio, async (context) => {
      const { absolutePath, mimeType } = await tracks.locate(context.req.valid("param").id);
      return await sendAudio(context, await openFile(absolutePath), mimeType);
    })
    .openapi(cover, async (context) => {
      const { absolutePath, hasCover, sizeBytes, modifiedAtMs } = await tracks.locate(context.req.valid("param").id);
      const etag = etagOf(sizeBytes, modifiedAtMs);
      context.header("ETag", etag);
      context.header("Cache-Control", "private, max-age=300");
      if (noneMatchHits(context.req.header("if-none-match"), etag)) return context.body(null, 304);
      const picture = hasCover ? await tracks.readCover(absolutePath) : null;
      if (!picture) throw new MoodSyncError("cover.not-found", "This track has no cover.", { kind: "not-found" });
      return context.body(Uint8Array.from(picture.data), 200, { "Content-Type": picture.mimeType });
    });
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

async function sendAudio(context: Context, handle: FileHandle, mimeType: string): Promise<Response> {
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
  context.header("Content-Type", /^audio\/[\w.+-]+$/.test(mimeType) ? mimeType : "application/octet-stream");
  context.header("Content-Length", String(length));
  if (range.kind === "part") context.header("Content-Range", `bytes ${range.start}-${range.end}/${size}`);
  const status = range.kind === "part" ? 206 : 200;
  if (context.req.method === "HEAD") {
    await handle.close();
    return context.body(null, status);
  }
  return context.body(fileBody(handle, start, length), status);
}

function etagOf(sizeBytes: number, modifiedAtMs: number): string {
  return `"${sizeBytes.toString(36)}-${Math.trunc(modifiedAtMs).toString(36)}"`;
}
