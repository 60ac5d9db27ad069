/** GET and POST /mood-readings. */
import { createRoute } from "@hono/zod-openapi";
import { PagingSchema } from "../../contracts/common.ts";
import { MoodReadingListSchema, MoodReadingSchema, NewMoodReadingSchema } from "../../contracts/mood-readings.ts";
import type { MoodReadingService } from "../services/mood-reading-service.ts";
import { createRouter, errorAnswers, jsonAnswer, jsonBody } from "./router.ts";

const list = createRoute({
  method: "get",
  path: "/mood-readings",
  summary: "Moods read or chosen, newest first",
  request: { query: PagingSchema },
  responses: { 200: jsonAnswer("one page", MoodReadingListSchema), ...errorAnswers(400, 503) },
});

const create = createRoute({
  method: "post",
  path: "/mood-readings",
  summary: "Keep a mood",
  request: { body: jsonBody(NewMoodReadingSchema) },
  responses: { 201: jsonAnswer("kept", MoodReadingSchema), ...errorAnswers(400, 503, 507) },
});

export function createMoodReadingRoutes(readings: MoodReadingService) {
  return createRouter()
    .openapi(list, async (context) => context.json(await readings.list(context.req.valid("query")), 200))
    .openapi(create, async (context) => context.json(await readings.keep(context.req.valid("json")), 201));
}
