/** GET and DELETE /learning: what was learned of the listener, and having it forgotten. */
import { createRoute } from "@hono/zod-openapi";
import { ForgetParamsSchema, ForgottenSchema, LearningSchema } from "../../contracts/learning.ts";
import type { LearningService } from "../services/learning-service.ts";
import { createRouter, errorAnswers, jsonAnswer } from "./router.ts";

const get = createRoute({
  method: "get",
  path: "/learning",
  summary: "What was learned from plays and words, mood by mood",
  responses: { 200: jsonAnswer("in plain words", LearningSchema), ...errorAnswers(503) },
});

const forgetAll = createRoute({
  method: "delete",
  path: "/learning",
  summary: "Forget all that was learned; plays and likes are kept",
  responses: { 200: jsonAnswer("what was forgotten", ForgottenSchema), ...errorAnswers(503, 507) },
});

const forgetOne = createRoute({
  method: "delete",
  path: "/learning/{subject}/{name}",
  summary: "Forget what was learned of one artist or one cue",
  request: { params: ForgetParamsSchema },
  responses: { 200: jsonAnswer("what was forgotten", ForgottenSchema), ...errorAnswers(400, 404, 503, 507) },
});

export function createLearningRoutes(learning: LearningService) {
  return createRouter()
    .openapi(get, async (context) => context.json(await learning.overview(), 200))
    .openapi(forgetAll, async (context) => context.json(await learning.forgetAll(), 200))
    .openapi(forgetOne, async (context) => {
      const { subject, name } = context.req.valid("param");
      return context.json(await learning.forget(subject, name), 200);
    });
}
