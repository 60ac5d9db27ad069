/** Playlists: made for a mood, listed, kept, edited, copied, deleted, and as a file for other players. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  NewOwnPlaylistSchema,
  NewPlaylistCopySchema,
  NewPlaylistSchema,
  PlaylistChangeSchema,
  PlaylistFileQuerySchema,
  PlaylistListSchema,
  PlaylistQuerySchema,
  PlaylistReplacementSchema,
  PlaylistSchema,
} from "../../contracts/playlists.ts";
import { IdSchema } from "../../contracts/common.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { fileNameOf } from "../../sources/composed/piece-name.ts";
import type { KeptPlaylists } from "../services/kept-playlists.ts";
import type { PlaylistService } from "../services/playlist-service.ts";
import { attachment } from "../attachment.ts";
import { createRouter, errorAnswers, IdParamSchema, jsonAnswer, jsonBody } from "./router.ts";

const create = createRoute({
  method: "post",
  path: "/playlists",
  summary: "Make a playlist for a mood: matching it, moving to another, or holding it",
  request: { body: jsonBody(NewPlaylistSchema) },
  responses: { 201: jsonAnswer("made", PlaylistSchema), ...errorAnswers(400, 503, 507) },
});

const list = createRoute({
  method: "get",
  path: "/playlists",
  summary: "Saved playlists, or all that are still known",
  request: { query: PlaylistQuerySchema },
  responses: { 200: jsonAnswer("one page", PlaylistListSchema), ...errorAnswers(400, 503) },
});

const get = createRoute({
  method: "get",
  path: "/playlists/{id}",
  summary: "A playlist made before",
  request: { params: IdParamSchema },
  responses: { 200: jsonAnswer("the playlist", PlaylistSchema), ...errorAnswers(400, 404, 503) },
});

const createOwn = createRoute({
  method: "post",
  path: "/playlists/own",
  summary: "Save a playlist of one's own, such as what is in the queue",
  request: { body: jsonBody(NewOwnPlaylistSchema) },
  responses: { 201: jsonAnswer("saved", PlaylistSchema), ...errorAnswers(400, 503, 507) },
});

const copy = createRoute({
  method: "post",
  path: "/playlists/{id}/copies",
  summary: "Save a copy of a playlist, such as of one that renews itself",
  request: { params: IdParamSchema, body: jsonBody(NewPlaylistCopySchema) },
  responses: { 201: jsonAnswer("the copy", PlaylistSchema), ...errorAnswers(400, 404, 503, 507) },
});

const change = createRoute({
  method: "patch",
  path: "/playlists/{id}",
  summary: "Save, rename, reorder, add to or take from a playlist",
  request: { params: IdParamSchema, body: jsonBody(PlaylistChangeSchema) },
  responses: { 200: jsonAnswer("changed", PlaylistSchema), ...errorAnswers(400, 404, 409, 503, 507) },
});

const replace = createRoute({
  method: "put",
  path: "/playlists/{id}",
  summary: "Set a playlist's name and tracks",
  request: { params: IdParamSchema, body: jsonBody(PlaylistReplacementSchema) },
  responses: { 200: jsonAnswer("changed", PlaylistSchema), ...errorAnswers(400, 404, 409, 503, 507) },
});

const remove = createRoute({
  method: "delete",
  path: "/playlists/{id}",
  summary: "Delete a playlist; its tracks stay",
  request: { params: IdParamSchema },
  responses: { 204: { description: "deleted" }, ...errorAnswers(400, 404, 409, 503) },
});

const FileWishSchema = PlaylistFileQuerySchema.extend({ id: IdSchema });

/** Only described: a router that takes `{id}.m3u` for a name cannot serve it. */
const fileRoute = {
  method: "get",
  path: "/playlists/{id}.m3u",
  summary: "A playlist as an M3U file in UTF-8; `.m3u8` is the same",
  request: { params: IdParamSchema, query: PlaylistFileQuerySchema },
  responses: {
    200: {
      description: "the file; what is no file of the music folder is named in remarks at its end",
      content: { "audio/x-mpegurl": { schema: z.string() } },
    },
    ...errorAnswers(400, 404, 503),
  },
} as const;

export function createPlaylistRoutes(playlists: PlaylistService, kept: KeptPlaylists) {
  const router = createRouter();
  router.openAPIRegistry.registerPath(fileRoute);
  router.get("/playlists/:file{[0-9]+\\.m3u8?}", async (context) => {
    const { id, paths } = fileWish(context.req.param("file"), context.req.query());
    const { name, text, left } = await kept.file(id, paths);
    context.header("Content-Type", "audio/x-mpegurl; charset=utf-8");
    context.header("Content-Disposition", attachment(`${fileNameOf(name)}.m3u8`));
    context.header("X-MoodSync-Left-Out", String(left));
    return context.body(text);
  });
  return router
    .openapi(create, async (context) => context.json(await playlists.create(context.req.valid("json")), 201))
    .openapi(list, async (context) => context.json(await kept.list(context.req.valid("query")), 200))
    .openapi(createOwn, async (context) => context.json(await kept.createOwn(context.req.valid("json")), 201))
    .openapi(get, async (context) => context.json(await playlists.get(context.req.valid("param").id), 200))
    .openapi(copy, async (context) =>
      context.json(await kept.copy(context.req.valid("param").id, context.req.valid("json").name), 201),
    )
    .openapi(change, async (context) =>
      context.json(await kept.change(context.req.valid("param").id, context.req.valid("json")), 200),
    )
    .openapi(replace, async (context) =>
      context.json(await kept.change(context.req.valid("param").id, context.req.valid("json")), 200),
    )
    .openapi(remove, async (context) => {
      await kept.remove(context.req.valid("param").id);
      return context.body(null, 204);
    });
}

/** @throws MoodSyncError `request.invalid` */
function fileWish(file: string, query: Record<string, string>): z.output<typeof FileWishSchema> {
  const parsed = FileWishSchema.safeParse({ id: file.split(".")[0], ...query });
  if (parsed.success) return parsed.data;
  throw new MoodSyncError("request.invalid", "There can be no such playlist, or `paths` is not absolute or relative.", {
    kind: "invalid-input",
  });
}
