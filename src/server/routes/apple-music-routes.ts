/** /sources/apple-music: the owner's key, the token for the page's player, the listener's sign-in, search, library, lists. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  AppleMusicListenerSchema,
  AppleMusicListSchema,
  AppleMusicPlaylistPageSchema,
  AppleMusicSettingsSchema,
  AppleMusicSongPageSchema,
  AppleMusicStatusSchema,
  AppleMusicTokenSchema,
  NewAppleMusicListSchema,
} from "../../contracts/apple-music.ts";
import type { AppleMusicService } from "../services/apple-music/apple-music-service.ts";
import { createRouter, errorAnswers, jsonAnswer, jsonBody } from "./router.ts";

const BASE = "/sources/apple-music";
const OffsetSchema = z.object({
  offset: z.coerce.number().int().min(0).max(10_000).default(0).openapi({ type: "integer" }),
});
const SearchSchema = OffsetSchema.extend({ query: z.string().trim().min(1).max(200) });
const PlaylistParamSchema = z.object({
  playlist: z
    .string()
    .min(1)
    .max(200)
    .openapi({ param: { name: "playlist", in: "path" } }),
});

const getStatus = createRoute({
  method: "get",
  path: `${BASE}/status`,
  summary: "Whether there is a key, and whether the listener signed in",
  responses: { 200: jsonAnswer("how it stands", AppleMusicStatusSchema), ...errorAnswers(503) },
});

const setKey = createRoute({
  method: "put",
  path: `${BASE}/settings`,
  summary: "The owner's developer key; it is kept encrypted and never given out",
  request: { body: jsonBody(AppleMusicSettingsSchema) },
  responses: { 200: jsonAnswer("as it now stands", AppleMusicStatusSchema), ...errorAnswers(400, 409, 503, 507) },
});

const getToken = createRoute({
  method: "get",
  path: `${BASE}/developer-token`,
  summary: "A developer token for Apple's player in the page, good for this address alone",
  responses: { 200: jsonAnswer("the token", AppleMusicTokenSchema), ...errorAnswers(400, 409, 503) },
});

const signIn = createRoute({
  method: "put",
  path: `${BASE}/listener`,
  summary: "The token that the listener's sign-in in Apple's player gave; it is kept encrypted",
  request: { body: jsonBody(AppleMusicListenerSchema) },
  responses: { 200: jsonAnswer("signed in", AppleMusicStatusSchema), ...errorAnswers(400, 403, 409, 503, 507) },
});

const signOut = createRoute({
  method: "delete",
  path: `${BASE}/listener`,
  summary: "Forget the listener's token",
  responses: { 200: jsonAnswer("signed out", AppleMusicStatusSchema), ...errorAnswers(503) },
});

const search = createRoute({
  method: "get",
  path: `${BASE}/search`,
  summary: "Songs of the catalogue by words",
  request: { query: SearchSchema },
  responses: { 200: jsonAnswer("one page", AppleMusicSongPageSchema), ...errorAnswers(400, 403, 409, 503) },
});

const librarySongs = createRoute({
  method: "get",
  path: `${BASE}/library/songs`,
  summary: "The listener's own songs",
  request: { query: OffsetSchema },
  responses: { 200: jsonAnswer("one page", AppleMusicSongPageSchema), ...errorAnswers(400, 403, 409, 503) },
});

const libraryPlaylists = createRoute({
  method: "get",
  path: `${BASE}/library/playlists`,
  summary: "The listener's own playlists",
  request: { query: OffsetSchema },
  responses: { 200: jsonAnswer("one page", AppleMusicPlaylistPageSchema), ...errorAnswers(400, 403, 409, 503) },
});

const playlistSongs = createRoute({
  method: "get",
  path: `${BASE}/library/playlists/{playlist}/songs`,
  summary: "The songs of one of them",
  request: { params: PlaylistParamSchema, query: OffsetSchema },
  responses: { 200: jsonAnswer("one page", AppleMusicSongPageSchema), ...errorAnswers(400, 403, 409, 503) },
});

const makeList = createRoute({
  method: "post",
  path: `${BASE}/lists`,
  summary: "Songs of the catalogue for a mood",
  request: { body: jsonBody(NewAppleMusicListSchema) },
  responses: { 200: jsonAnswer("the list", AppleMusicListSchema), ...errorAnswers(400, 403, 409, 503) },
});

export function createAppleMusicRoutes(apple: AppleMusicService) {
  return createRouter()
    .openapi(getStatus, async (context) => context.json(await apple.status(), 200))
    .openapi(setKey, async (context) => context.json(await apple.configure(context.req.valid("json")), 200))
    .openapi(getToken, async (context) => {
      context.header("Cache-Control", "no-store");
      return context.json(await apple.pageToken(originOf(context)), 200);
    })
    .openapi(signIn, async (context) => context.json(await apple.signIn(context.req.valid("json").userToken), 200))
    .openapi(signOut, async (context) => context.json(await apple.signOut(), 200))
    .openapi(search, async (context) => {
      const { query, offset } = context.req.valid("query");
      return context.json(await apple.search(query, offset), 200);
    })
    .openapi(librarySongs, async (context) =>
      context.json(await apple.librarySongs(context.req.valid("query").offset), 200),
    )
    .openapi(libraryPlaylists, async (context) =>
      context.json(await apple.libraryPlaylists(context.req.valid("query").offset), 200),
    )
    .openapi(playlistSongs, async (context) => {
      const { playlist } = context.req.valid("param");
      return context.json(await apple.playlistSongs(playlist, context.req.valid("query").offset), 200);
    })
    .openapi(makeList, async (context) => context.json(await apple.list(context.req.valid("json")), 200));
}

/** The page's own origin: the host was checked to be one of ours, and behind a proxy the browser says the scheme. */
function originOf(context: Context): string {
  const host = context.req.header("host") ?? new URL(context.req.url).host;
  const said = context.req.header("origin") ?? context.req.header("referer");
  const secure = said !== undefined && URL.canParse(said) && new URL(said).protocol === "https:";
  return `${secure ? "https" : "http"}://${host}`;
}
