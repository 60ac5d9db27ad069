/** GET /library/map and the tracks behind it. */
import { createRoute } from "@hono/zod-openapi";
import {
  LibraryMapQuerySchema,
  LibraryMapSchema,
  MapTracksQuerySchema,
  MapTracksSchema,
} from "../../contracts/library-map.ts";
import type { LibraryMapService } from "../services/library-map-service.ts";
import { createRouter, errorAnswers, jsonAnswer } from "./router.ts";

const getMap = createRoute({
  method: "get",
  path: "/library/map",
  summary: "The library as a map of what sounds alike, with its groups and a sample of its tracks",
  request: { query: LibraryMapQuerySchema },
  responses: { 200: jsonAnswer("the map", LibraryMapSchema), ...errorAnswers(400, 503) },
});

const getTracks = createRoute({
  method: "get",
  path: "/library/map/tracks",
  summary: "Tracks of a group, the most typical first, or of a part of the map",
  request: { query: MapTracksQuerySchema },
  responses: { 200: jsonAnswer("one page", MapTracksSchema), ...errorAnswers(400, 404, 409, 503) },
});

export function createLibraryMapRoutes(map: LibraryMapService) {
  return createRouter()
    .openapi(getMap, async (context) => context.json(await map.get(context.req.valid("query")), 200))
    .openapi(getTracks, async (context) => context.json(await map.tracks(context.req.valid("query")), 200));
}
