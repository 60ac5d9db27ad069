/** The standing playlists of the twelve moods, their schedule, and their renewal on demand. */
import { createRoute } from "@hono/zod-openapi";
import {
  NewRenewalSchema,
  RenewalScheduleSchema,
  StandingPlaylistsSchema,
} from "../../contracts/standing-playlists.ts";
import { MOOD_NAMES } from "../../core/affect/mood-names.ts";
import type { StandingService } from "../services/standing-service.ts";
import { createRouter, errorAnswers, jsonAnswer, jsonBody } from "./router.ts";

const get = createRoute({
  method: "get",
  path: "/standing-playlists",
  summary: "The standing playlist of each mood, and when they renew themselves",
  responses: { 200: jsonAnswer("all twelve", StandingPlaylistsSchema), ...errorAnswers(503) },
});

const setSchedule = createRoute({
  method: "put",
  path: "/standing-playlists",
  summary: "Set when they renew themselves",
  request: { body: jsonBody(RenewalScheduleSchema) },
  responses: { 200: jsonAnswer("set", StandingPlaylistsSchema), ...errorAnswers(400, 503, 507) },
});

const renew = createRoute({
  method: "post",
  path: "/standing-playlists/renewals",
  summary: "Renew one of them, or all, now; goes on in the background",
  request: { body: jsonBody(NewRenewalSchema) },
  responses: { 202: jsonAnswer("begun", StandingPlaylistsSchema), ...errorAnswers(400, 503) },
});

export function createStandingPlaylistRoutes(standing: StandingService) {
  return createRouter()
    .openapi(get, async (context) => context.json(await standing.get(), 200))
    .openapi(setSchedule, async (context) => context.json(await standing.setSchedule(context.req.valid("json")), 200))
    .openapi(renew, async (context) => {
      const { mood } = context.req.valid("json");
      return context.json(await standing.renew(mood === undefined ? MOOD_NAMES : [mood], "asked"), 202);
    });
}
