/** Composed pieces: /pieces and, for each, its notes, its MIDI file and its WAV file. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  KeptPieceSchema,
  NewPieceSchema,
  PieceChangeSchema,
  PieceListSchema,
  PieceQuerySchema,
} from "../../contracts/pieces.ts";
import { fileNameOf } from "../../sources/composed/piece-name.ts";
import { attachment } from "../attachment.ts";
import { sendFile } from "../send-sound.ts";
import type { PieceService } from "../services/piece-service.ts";
import { createRouter, errorAnswers, IdParamSchema, jsonAnswer, jsonBody } from "./router.ts";

const bytes = z.string().openapi({ format: "binary" });

const create = createRoute({
  method: "post",
  path: "/pieces",
  summary: "Compose a piece for a mood and keep it, or keep one that was composed in the page",
  request: { body: jsonBody(NewPieceSchema) },
  responses: { 201: jsonAnswer("kept, as a track, too", KeptPieceSchema), ...errorAnswers(400, 503, 507) },
});

const list = createRoute({
  method: "get",
  path: "/pieces",
  summary: "Composed pieces, newest first",
  request: { query: PieceQuerySchema },
  responses: { 200: jsonAnswer("one page", PieceListSchema), ...errorAnswers(400, 503) },
});

const get = createRoute({
  method: "get",
  path: "/pieces/{id}",
  summary: "A piece with its notes",
  request: { params: IdParamSchema },
  responses: { 200: jsonAnswer("the piece", KeptPieceSchema), ...errorAnswers(400, 404, 503) },
});

const change = createRoute({
  method: "patch",
  path: "/pieces/{id}",
  summary: "Name a piece",
  request: { params: IdParamSchema, body: jsonBody(PieceChangeSchema) },
  responses: { 200: jsonAnswer("named", KeptPieceSchema), ...errorAnswers(400, 404, 503, 507) },
});

const remove = createRoute({
  method: "delete",
  path: "/pieces/{id}",
  summary: "Remove a piece: its notes, its sound and its place in the library",
  request: { params: IdParamSchema },
  responses: { 204: { description: "removed" }, ...errorAnswers(400, 404, 503, 507) },
});

const midi = createRoute({
  method: "get",
  path: "/pieces/{id}/midi",
  summary: "The piece as a Standard MIDI File",
  request: { params: IdParamSchema },
  responses: {
    200: { description: "the file", content: { "audio/midi": { schema: bytes } } },
    ...errorAnswers(400, 404, 503),
  },
});

const wav = createRoute({
  method: "get",
  path: "/pieces/{id}/wav",
  summary: "The piece as a WAV file, whole or by range",
  request: { params: IdParamSchema },
  responses: {
    200: { description: "the file", content: { "audio/wav": { schema: bytes } } },
    206: { description: "the range asked for", content: { "audio/wav": { schema: bytes } } },
    304: { description: "unchanged" },
    ...errorAnswers(400, 404, 416, 503, 507),
  },
});

export function createPieceRoutes(pieces: PieceService) {
  return createRouter()
    .openapi(create, async (context) =>
      context.json(await pieces.create(context.req.valid("json"), context.req.raw.signal), 201),
    )
    .openapi(list, async (context) => context.json(await pieces.list(context.req.valid("query")), 200))
    .openapi(get, async (context) => context.json(await pieces.get(context.req.valid("param").id), 200))
    .openapi(change, async (context) =>
      context.json(await pieces.rename(context.req.valid("param").id, context.req.valid("json").name), 200),
    )
    .openapi(remove, async (context) => {
      await pieces.remove(context.req.valid("param").id);
      return context.body(null, 204);
    })
    .openapi(midi, async (context) => {
      const { title, bytes: file } = await pieces.midi(context.req.valid("param").id);
      return context.body(file, 200, {
        "Content-Type": "audio/midi",
        "Content-Disposition": attachment(`${fileNameOf(title)}.mid`),
      });
    })
    .openapi(wav, async (context) => {
      const { title, absolutePath } = await pieces.wav(context.req.valid("param").id);
      context.header("Content-Disposition", attachment(`${fileNameOf(title)}.wav`));
      return await sendFile(context, { absolutePath, mimeType: "audio/wav" });
    });
}
