/** POST /playlists and GET /playlists/:id. */
import { createRoute } from "@hono/zod-openapi";
import { NewPlaylistSchema, PlaylistSchema } from "../../contracts/playlists.ts";
import type { PlaylistService } from "../services/playlist-service.ts";
import { createRouter, errorAnswers, IdParamSchema, jsonAnswer, jsonBody } from "./router.ts";

const create = createRoute({
  method: "post",
  path: "/playlists",
  summary: "Make a playlist for a mood",
  request: { body: jsonBody(NewPlaylistSchema) },
  responses: { 201: jsonAnswer("made and kept", PlaylistSchema), ...errorAnswers(400, 503, 507) },
});

const get = createRoute({
  method: "get",
  path: "/playlists/{id}",
  summary: "A playlist made before",
  request: { params: IdParamSchema },
  responses: { 200: jsonAnswer("the playlist", PlaylistSchema), ...errorAnswers(400, 404, 503) },
});

export function createPlaylistRoutes(playlists: PlaylistService) {
  return createRouter()
    .openapi(create, async (context) => context.json(await playlists.create(context.req.valid("json")), 201))
    .openapi(get, async (context) => context.json(await playlists.get(context.req.valid("param").id), 200));
}
