/** GET and HEAD /tracks/:id/audio, by range where asked, and GET /tracks/:id/cover, whichever source has them. */
import { createRoute, z } from "@hono/zod-openapi";
import { MoodSyncError } from "../../core/errors.ts";
import { noneMatchHits } from "../byte-range.ts";
import { etagOf, sendFile, sendStream } from "../send-sound.ts";
import type { TrackService } from "../services/track-service.ts";
import { createRouter, errorAnswers, IdParamSchema } from "./router.ts";

const bytes = z.string().openapi({ format: "binary" });

const audio = createRoute({
  method: "get",
  path: "/tracks/{id}/audio",
  summary: "The track's sound, whole or by range; HEAD is answered, too",
  request: { params: IdParamSchema },
  responses: {
    200: { description: "all of it", content: { "audio/*": { schema: bytes } } },
    206: { description: "the range asked for", content: { "audio/*": { schema: bytes } } },
    304: { description: "unchanged" },
    ...errorAnswers(400, 404, 409, 416, 503),
  },
});

const cover = createRoute({
  method: "get",
  path: "/tracks/{id}/cover",
  summary: "The track's picture",
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
      const sound = await tracks.sound(context.req.valid("param").id);
      return sound.kind === "file" ? await sendFile(context, sound) : await sendStream(context, sound);
    })
    .openapi(cover, async (context) => {
      const file = await tracks.file(context.req.valid("param").id);
      const etag = etagOf(file.sizeBytes, file.modifiedAtMs);
      context.header("ETag", etag);
      context.header("Cache-Control", "private, max-age=300");
      if (noneMatchHits(context.req.header("if-none-match"), etag)) return context.body(null, 304);
      const picture = await tracks.readCover(file);
      if (!picture) throw new MoodSyncError("cover.not-found", "This track has no cover.", { kind: "not-found" });
      return context.body(Uint8Array.from(picture.data), 200, { "Content-Type": picture.mimeType });
    });
}
