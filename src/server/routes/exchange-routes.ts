/** POST /imports, GET /exports/..., and what imported playlists lack. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  ImportOutcomeSchema,
  ImportQuerySchema,
  MissingEntriesSchema,
  MissingSearchSchema,
} from "../../contracts/exchange.ts";
import { attachment } from "../attachment.ts";
import { fileNameOf } from "../../sources/composed/piece-name.ts";
import type { ExportService } from "../services/export-service.ts";
import type { ImportService } from "../services/import-service.ts";
import { createRouter, errorAnswers, IdParamSchema, jsonAnswer } from "./router.ts";

const file = z.string().openapi({ format: "binary" });
const fileAnswer = (description: string, type: string) => ({ description, content: { [type]: { schema: file } } });

const importFile = createRoute({
  method: "post",
  path: "/imports",
  summary: "Take in a playlist (M3U, XSPF, CSV), a listening history (ListenBrainz, Last.fm, CSV) or likes (CSV)",
  request: {
    query: ImportQuerySchema,
    body: { required: true, content: { "application/octet-stream": { schema: file } } },
  },
  responses: {
    200: jsonAnswer("what was imported, or would be", ImportOutcomeSchema),
    ...errorAnswers(400, 404, 503, 507),
  },
});

const exportTracks = createRoute({
  method: "get",
  path: "/exports/tracks.csv",
  summary: "The library with what was measured, as a table",
  responses: { 200: fileAnswer("the table", "text/csv"), ...errorAnswers(503) },
});

const exportListens = createRoute({
  method: "get",
  path: "/exports/listens.csv",
  summary: "Every play, as a table",
  responses: { 200: fileAnswer("the table", "text/csv"), ...errorAnswers(503) },
});

const exportListenBrainz = createRoute({
  method: "get",
  path: "/exports/listens.jsonl",
  summary: "What was listened to, a line each, as ListenBrainz keeps it",
  responses: { 200: fileAnswer("the lines", "application/x-ndjson"), ...errorAnswers(503) },
});

const exportPlaylist = createRoute({
  method: "get",
  path: "/exports/playlists/{id}",
  summary: "A playlist as XSPF or as a table",
  request: {
    params: IdParamSchema,
    query: z.object({ format: z.enum(["xspf", "csv"]).default("xspf") }),
  },
  responses: {
    200: {
      description: "the file",
      content: { "application/xspf+xml": { schema: file }, "text/csv": { schema: file } },
    },
    ...errorAnswers(400, 404, 503),
  },
});

const missing = createRoute({
  method: "get",
  path: "/playlists/{id}/missing",
  summary: "Songs that an imported playlist named and the library lacks",
  request: { params: IdParamSchema },
  responses: { 200: jsonAnswer("in the order of the file", MissingEntriesSchema), ...errorAnswers(400, 404, 503) },
});

const findMissing = createRoute({
  method: "post",
  path: "/playlists/{id}/missing/search",
  summary: "Look for those songs again; what is found is put at the playlist's end",
  request: { params: IdParamSchema },
  responses: { 200: jsonAnswer("what was found", MissingSearchSchema), ...errorAnswers(400, 404, 409, 503, 507) },
});

export function createExchangeRoutes(imports: ImportService, exports: ExportService) {
  return createRouter()
    .openapi(importFile, async (context) => {
      const { name, dryRun } = context.req.valid("query");
      const bytes = new Uint8Array(await context.req.arrayBuffer());
      return context.json(await imports.importFile(bytes, { name, dryRun: dryRun === "true" }), 200);
    })
    .openapi(exportTracks, () => download(exports.tracks(), "moodsync-tracks.csv", "text/csv"))
    .openapi(exportListens, () => download(exports.listens(), "moodsync-listens.csv", "text/csv"))
    .openapi(exportListenBrainz, () =>
      download(exports.listenBrainz(), "moodsync-listens.jsonl", "application/x-ndjson"),
    )
    .openapi(exportPlaylist, async (context) => {
      const { format } = context.req.valid("query");
      const { name, text } = await exports.playlist(context.req.valid("param").id, format);
      return context.body(text, 200, {
        "Content-Type": `${format === "xspf" ? "application/xspf+xml" : "text/csv"}; charset=utf-8`,
        "Content-Disposition": attachment(`${fileNameOf(name)}.${format}`),
      });
    })
    .openapi(missing, async (context) => context.json(await imports.missing(context.req.valid("param").id), 200))
    .openapi(findMissing, async (context) =>
      context.json(await imports.findMissing(context.req.valid("param").id), 200),
    );
}

/** Sends pieces as they come to be, no faster than they are taken. */
function download(pieces: AsyncGenerator<string>, name: string, type: string): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
  const headers = { "Content-Type": `${type}; charset=utf-8`, "Content-Disposition": attachment(name) };
  return new Response(body, { headers });
}
