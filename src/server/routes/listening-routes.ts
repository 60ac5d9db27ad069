/** POST /plays, PATCH /plays/:id and POST /feedback. */
import { createRoute } from "@hono/zod-openapi";
import {
  FeedbackSchema,
  NewFeedbackSchema,
  NewPlaySchema,
  PlaySchema,
  PlayUpdateSchema,
} from "../../contracts/listening.ts";
import type { ListeningService } from "../services/listening-service.ts";
import { createRouter, errorAnswers, IdParamSchema, jsonAnswer, jsonBody } from "./router.ts";

const startPlay = createRoute({
  method: "post",
  path: "/plays",
  summary: "A track begins to play",
  request: { body: jsonBody(NewPlaySchema) },
  responses: { 201: jsonAnswer("kept", PlaySchema), ...errorAnswers(400, 404, 503, 507) },
});

const updatePlay = createRoute({
  method: "patch",
  path: "/plays/{id}",
  summary: "How much of it was heard, and how it ended",
  request: { params: IdParamSchema, body: jsonBody(PlayUpdateSchema) },
  responses: { 200: jsonAnswer("kept", PlaySchema), ...errorAnswers(400, 404, 503, 507) },
});

const giveFeedback = createRoute({
  method: "post",
  path: "/feedback",
  summary: "What the listener says about a track",
  request: { body: jsonBody(NewFeedbackSchema) },
  responses: { 201: jsonAnswer("kept", FeedbackSchema), ...errorAnswers(400, 404, 503, 507) },
});

export function createListeningRoutes(listening: ListeningService) {
  return createRouter()
    .openapi(startPlay, async (context) => context.json(await listening.startPlay(context.req.valid("json")), 201))
    .openapi(updatePlay, async (context) => {
      const play = await listening.updatePlay(context.req.valid("param").id, context.req.valid("json"));
      return context.json(play, 200);
    })
    .openapi(giveFeedback, async (context) =>
      context.json(await listening.giveFeedback(context.req.valid("json")), 201),
    );
}
