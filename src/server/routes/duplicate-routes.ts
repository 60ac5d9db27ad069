/** GET /library/duplicates and PUT /library/duplicates/not-same. */
import { createRoute } from "@hono/zod-openapi";
import {
  DuplicateListSchema,
  DuplicateQuerySchema,
  NotSameAnswerSchema,
  NotSameSchema,
} from "../../contracts/duplicates.ts";
import type { DuplicateService } from "../services/duplicate-service.ts";
import { createRouter, errorAnswers, jsonAnswer, jsonBody } from "./router.ts";

const list = createRoute({
  method: "get",
  path: "/library/duplicates",
  summary: "Recordings that the library holds more than once; playlists take one copy of each",
  request: { query: DuplicateQuerySchema },
  responses: { 200: jsonAnswer("one page of groups", DuplicateListSchema), ...errorAnswers(400, 503) },
});

const setNotSame = createRoute({
  method: "put",
  path: "/library/duplicates/not-same",
  summary: "Say that a track is another recording than the other copies of its group, or take that back",
  request: { body: jsonBody(NotSameSchema) },
  responses: { 200: jsonAnswer("kept", NotSameAnswerSchema), ...errorAnswers(400, 404, 409, 503, 507) },
});

export function createDuplicateRoutes(duplicates: DuplicateService) {
  return createRouter()
    .openapi(list, async (context) => context.json(await duplicates.list(context.req.valid("query")), 200))
    .openapi(setNotSame, async (context) => context.json(await duplicates.setNotSame(context.req.valid("json")), 200));
}
