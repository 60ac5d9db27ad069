/** Spotify's own routes, below /sources/spotify: sign-in, playlists, moods, lists. Its player is in spotify-player-routes.ts. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { EmotionSchema } from "../../contracts/common.ts";
import {
  SPOTIFY_OUTCOMES,
  SpotifyListQuerySchema,
  SpotifyListSchema,
  SpotifyMoodMapSchema,
  SpotifyMoodsSchema,
  SpotifyOutcomeSchema,
  SpotifyPlaylistListSchema,
  SpotifySavedSchema,
  SpotifySearchQuerySchema,
  SpotifySearchSchema,
  SpotifySignInSchema,
  SpotifySignInStartSchema,
  SpotifyStatusSchema,
} from "../../contracts/spotify.ts";
import { CALLBACK_PATH, type SpotifyService } from "../services/spotify/spotify-service.ts";
import { outcomeSentence } from "../services/spotify/spotify-sign-in.ts";
import { createRouter, errorAnswers, jsonAnswer, jsonBody } from "./router.ts";

const BASE = "/sources/spotify";
const EmotionParamSchema = z.object({
  emotion: EmotionSchema.openapi({ param: { name: "emotion", in: "path" } }),
});

const getStatus = createRoute({
  method: "get",
  path: BASE,
  summary: "How Spotify stands, and what the developer dashboard needs",
  responses: { 200: jsonAnswer("how it stands", SpotifyStatusSchema), ...errorAnswers(503) },
});

const beginSignIn = createRoute({
  method: "post",
  path: `${BASE}/sign-in`,
  summary: "Begin a sign-in: where the listener's browser has to go",
  request: { body: jsonBody(SpotifySignInSchema) },
  responses: { 200: jsonAnswer("where to go", SpotifySignInStartSchema), ...errorAnswers(400, 409, 503, 507) },
});

const callback = createRoute({
  method: "get",
  path: `${BASE}/callback`,
  summary: "Where Spotify sends the browser back to; it goes on to the page",
  request: {
    query: z.object({
      code: z.string().max(4000).optional(),
      state: z.string().max(200).optional(),
      error: z.string().max(200).optional(),
    }),
  },
  responses: { 302: { description: "to the page, which shows `/outcomes/{outcome}`" } },
});

const getOutcome = createRoute({
  method: "get",
  path: `${BASE}/outcomes/{outcome}`,
  summary: "The sentence to what came of a sign-in",
  request: {
    params: z.object({ outcome: z.enum(SPOTIFY_OUTCOMES).openapi({ param: { name: "outcome", in: "path" } }) }),
  },
  responses: { 200: jsonAnswer("the sentence", SpotifyOutcomeSchema), ...errorAnswers(400) },
});

const listPlaylists = createRoute({
  method: "get",
  path: `${BASE}/playlists`,
  summary: "The listener's playlists",
  request: { query: SpotifyListQuerySchema.pick({ refresh: true }) },
  responses: { 200: jsonAnswer("the playlists", SpotifyPlaylistListSchema), ...errorAnswers(403, 409, 503) },
});

const getMoods = createRoute({
  method: "get",
  path: `${BASE}/moods`,
  summary: "Which playlists are for which mood; proposed from their names until it is saved",
  responses: { 200: jsonAnswer("the map", SpotifyMoodsSchema), ...errorAnswers(403, 409, 503) },
});

const setMoods = createRoute({
  method: "put",
  path: `${BASE}/moods`,
  summary: "Say which playlists are for which mood",
  request: { body: jsonBody(SpotifyMoodMapSchema) },
  responses: { 200: jsonAnswer("the map", SpotifyMoodsSchema), ...errorAnswers(400, 409, 503, 507) },
});

const getList = createRoute({
  method: "get",
  path: `${BASE}/lists/{emotion}`,
  summary: "Songs for a mood",
  request: { params: EmotionParamSchema, query: SpotifyListQuerySchema },
  responses: { 200: jsonAnswer("the list", SpotifyListSchema), ...errorAnswers(400, 403, 409, 503) },
});

const saveList = createRoute({
  method: "post",
  path: `${BASE}/lists/{emotion}/saved`,
  summary: "Save a mood's list as a private playlist, or fill the one saved before anew",
  request: { params: EmotionParamSchema, query: SpotifyListQuerySchema.pick({ size: true }) },
  responses: { 200: jsonAnswer("saved", SpotifySavedSchema), ...errorAnswers(400, 403, 409, 503, 507) },
});

const search = createRoute({
  method: "get",
  path: `${BASE}/search`,
  summary: "Search Spotify's songs, ten at a time",
  request: { query: SpotifySearchQuerySchema },
  responses: { 200: jsonAnswer("a page", SpotifySearchSchema), ...errorAnswers(400, 403, 409, 503) },
});

export function createSpotifyRoutes(spotify: SpotifyService) {
  const { signIns, moods, lists } = spotify;
  return createRouter()
    .openapi(getStatus, async (context) => context.json(await spotify.status(redirectUri(context)), 200))
    .openapi(beginSignIn, async (context) => {
      const { purposes } = context.req.valid("json");
      return context.json(await signIns.begin(purposes, redirectUri(context)), 200);
    })
    .openapi(callback, async (context) => {
      const outcome = await signIns.end(context.req.valid("query"));
      context.header("Cache-Control", "no-store");
      return context.redirect(`/?spotify=${encodeURIComponent(outcome)}#/services/spotify`, 302);
    })
    .openapi(getOutcome, (context) => {
      const { outcome } = context.req.valid("param");
      return context.json({ outcome, message: outcomeSentence(outcome) }, 200);
    })
    .openapi(listPlaylists, async (context) =>
      context.json(await moods.playlists(context.req.valid("query").refresh), 200),
    )
    .openapi(getMoods, async (context) => context.json(await moods.moods(), 200))
    .openapi(setMoods, async (context) => context.json(await moods.setMoods(context.req.valid("json")), 200))
    .openapi(getList, async (context) =>
      context.json(await lists.list(context.req.valid("param").emotion, context.req.valid("query")), 200),
    )
    .openapi(saveList, async (context) =>
      context.json(await lists.save(context.req.valid("param").emotion, context.req.valid("query")), 200),
    )
    .openapi(search, async (context) => {
      const { query, offset } = context.req.valid("query");
      return context.json(await lists.search(query, offset), 200);
    });
}

/**
 * This server's address as Spotify takes it: 127.0.0.1 on this machine (a `localhost` is refused there), HTTPS elsewhere.
 * The host is one that the server answers to: others were turned away before.
 */
function redirectUri(context: Context): string {
  const { hostname, port, host } = new URL(`http://${context.req.header("host") ?? new URL(context.req.url).host}`);
  const isHere = hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  const origin = isHere ? `http://127.0.0.1${port === "" ? "" : `:${port}`}` : `https://${host}`;
  return origin + CALLBACK_PATH;
}
