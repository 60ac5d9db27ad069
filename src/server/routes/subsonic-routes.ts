/** /sources/subsonic: connection, sync with its progress as Server-Sent Events, browsing, playlists saved there. */
import { createRoute, z } from "@hono/zod-openapi";
import { PagingSchema } from "../../contracts/common.ts";
import { DisconnectedSchema } from "../../contracts/services.ts";
import {
  CurrentSubsonicSyncSchema,
  NewSubsonicConnectionSchema,
  NewSubsonicPlaylistSchema,
  SavedSubsonicPlaylistSchema,
  SubsonicAlbumListSchema,
  SubsonicConnectionSchema,
  SubsonicGenreListSchema,
  SubsonicSettingsSchema,
  SubsonicSongListSchema,
  SubsonicSyncSchema,
} from "../../contracts/subsonic.ts";
import { streamState } from "../event-stream.ts";
import type { ServiceRegistry } from "../services/service-registry.ts";
import type { SubsonicService } from "../services/subsonic/subsonic-service.ts";
import { createRouter, errorAnswers, IdParamSchema, jsonAnswer, jsonBody } from "./router.ts";

const getConnection = createRoute({
  method: "get",
  path: "/sources/subsonic/connection",
  summary: "The music server that is connected",
  responses: { 200: jsonAnswer("the connection", SubsonicConnectionSchema), ...errorAnswers(409, 503) },
});

const connect = createRoute({
  method: "put",
  path: "/sources/subsonic/connection",
  summary: "Connect a music server, or the same one in another way, and begin the first sync",
  request: { body: jsonBody(NewSubsonicConnectionSchema) },
  responses: {
    200: jsonAnswer("connected", SubsonicConnectionSchema),
    ...errorAnswers(400, 403, 404, 409, 503, 507),
  },
});

const disconnect = createRoute({
  method: "delete",
  path: "/sources/subsonic/connection",
  summary:
    "Disconnect, and delete everything of the server here: its tracks, what was heard and said of them, the sign-in",
  responses: { 200: jsonAnswer("what was deleted", DisconnectedSchema), ...errorAnswers(404, 503) },
});

const configure = createRoute({
  method: "patch",
  path: "/sources/subsonic/settings",
  summary: "Whether songs are fetched once to measure their sound",
  request: { body: jsonBody(SubsonicSettingsSchema) },
  responses: { 200: jsonAnswer("as it now stands", SubsonicConnectionSchema), ...errorAnswers(400, 409, 503, 507) },
});

const startSync = createRoute({
  method: "post",
  path: "/sources/subsonic/syncs",
  summary: "Look what is new on the server; goes on with a sync that was cut off",
  responses: { 202: jsonAnswer("it has begun", SubsonicSyncSchema), ...errorAnswers(409, 503, 507) },
});

const currentSync = createRoute({
  method: "get",
  path: "/sources/subsonic/syncs/current",
  summary: "The sync that runs, else the last one",
  responses: { 200: jsonAnswer("the sync", CurrentSubsonicSyncSchema), ...errorAnswers(503) },
});

const cancelSync = createRoute({
  method: "post",
  path: "/sources/subsonic/syncs/current/cancel",
  summary: "Stop the sync; what it finished stays",
  responses: { 200: jsonAnswer("stopped", SubsonicSyncSchema), ...errorAnswers(409, 503) },
});

const syncEvents = createRoute({
  method: "get",
  path: "/sources/subsonic/events",
  summary: "Progress as Server-Sent Events: `event: sync`, data as in SubsonicSync",
  responses: {
    200: { description: "a stream that stays open", content: { "text/event-stream": { schema: z.string() } } },
    ...errorAnswers(503),
  },
});

const SongQuerySchema = PagingSchema.extend({
  query: z.string().max(200).optional().openapi({ description: "matches titles" }),
  genre: z.string().max(200).optional().openapi({ description: "instead of a query" }),
  album: z.string().max(1000).optional().openapi({ description: "the server's own name for it, instead of a query" }),
  random: z.enum(["true"]).optional().openapi({ description: "any songs, instead of a query" }),
});

const songs = createRoute({
  method: "get",
  path: "/sources/subsonic/songs",
  summary: "Songs as the server finds them now",
  request: { query: SongQuerySchema },
  responses: { 200: jsonAnswer("one page", SubsonicSongListSchema), ...errorAnswers(400, 403, 404, 409, 503) },
});

const albums = createRoute({
  method: "get",
  path: "/sources/subsonic/albums",
  summary: "Albums by name",
  request: { query: PagingSchema },
  responses: { 200: jsonAnswer("one page", SubsonicAlbumListSchema), ...errorAnswers(400, 403, 409, 503) },
});

const genres = createRoute({
  method: "get",
  path: "/sources/subsonic/genres",
  summary: "Genres that the server knows",
  responses: { 200: jsonAnswer("all of them", SubsonicGenreListSchema), ...errorAnswers(403, 409, 503) },
});

const savePlaylist = createRoute({
  method: "put",
  path: "/sources/subsonic/playlists/{id}",
  summary: "Save a playlist made here on the server, or fill the one saved before anew",
  request: { params: IdParamSchema, body: jsonBody(NewSubsonicPlaylistSchema) },
  responses: { 200: jsonAnswer("saved", SavedSubsonicPlaylistSchema), ...errorAnswers(400, 403, 404, 409, 503) },
});

/** @param shutdown ends all event streams when the server stops */
export function createSubsonicRoutes(
  { subsonic, registry }: { subsonic: SubsonicService; registry: ServiceRegistry },
  shutdown: AbortSignal,
) {
  const { syncs, browse } = subsonic;
  return createRouter()
    .openapi(getConnection, async (context) => context.json(await subsonic.connection(), 200))
    .openapi(connect, async (context) => context.json(await subsonic.connect(context.req.valid("json")), 200))
    .openapi(disconnect, async (context) => context.json(await registry.disconnect("subsonic"), 200))
    .openapi(configure, async (context) => context.json(await subsonic.configure(context.req.valid("json")), 200))
    .openapi(startSync, async (context) => context.json(await syncs.start(), 202))
    .openapi(currentSync, async (context) => context.json({ sync: await syncs.current() }, 200))
    .openapi(cancelSync, async (context) => context.json(await syncs.cancel(), 200))
    .openapi(syncEvents, async (context) => {
      const first = await syncs.current();
      return streamState(context, { event: "sync", first, subscribe: syncs.subscribe, shutdown });
    })
    .openapi(songs, async (context) => {
      const { query = "", genre, album, random, ...page } = context.req.valid("query");
      if (album !== undefined) return context.json(await browse.albumSongs(album), 200);
      if (genre !== undefined) return context.json(await browse.byGenre(genre, page), 200);
      if (random !== undefined) return context.json(await browse.random(page.limit), 200);
      return context.json(await browse.search(query, page), 200);
    })
    .openapi(albums, async (context) => context.json(await browse.albums(context.req.valid("query")), 200))
    .openapi(genres, async (context) => context.json(await browse.genres(), 200))
    .openapi(savePlaylist, async (context) => {
      const { name } = context.req.valid("json");
      return context.json(await subsonic.savePlaylist(context.req.valid("param").id, name), 200);
    });
}
