/** GET /status: what a client asks first. */
import { createRoute } from "@hono/zod-openapi";
import { StatusSchema } from "../../contracts/status.ts";
import type { StatusService } from "../services/status-service.ts";
import { createRouter, errorAnswers, jsonAnswer } from "./router.ts";

export function createStatusRoutes(status: StatusService) {
  const route = createRoute({
    method: "get",
    path: "/status",
    summary: "Is the server there, which version, is there music",
    responses: { 200: jsonAnswer("the status", StatusSchema), ...errorAnswers(503) },
  });
  return createRouter().openapi(route, async (context) => context.json(await status.get(), 200));
}
