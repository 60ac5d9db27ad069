/** GET /tracks and GET /tracks/:id; a track's sound and cover are in track-file-routes.ts. */
import { createRoute } from "@hono/zod-openapi";
import { TrackListSchema, TrackQuerySchema, TrackSchema } from "../../contracts/tracks.ts";
import type { TrackService } from "../services/track-service.ts";
import { createRouter, errorAnswers, IdParamSchema, jsonAnswer } from "./router.ts";

const list = createRoute({
  method: "get",
  path: "/tracks",
  summary: "Tracks of the library, by artist, album and path",
  request: { query: TrackQuerySchema },
  responses: { 200: jsonAnswer("one page", TrackListSchema), ...errorAnswers(400, 503) },
});

const get = createRoute({
  method: "get",
  path: "/tracks/{id}",
  summary: "One track",
  request: { params: IdParamSchema },
  responses: { 200: jsonAnswer("the track", TrackSchema), ...errorAnswers(400, 404, 503) },
});

export function createTrackRoutes(tracks: TrackService) {
  return createRouter()
    .openapi(list, async (context) => context.json(await tracks.list(context.req.valid("query")), 200))
    .openapi(get, async (context) => context.json(await tracks.get(context.req.valid("param").id), 200));
}
