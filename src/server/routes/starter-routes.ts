/** The starter library: how far it is, on and off, away with it; progress as Server-Sent Events. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  StarterLibraryChangeSchema,
  StarterLibrarySchema,
  StarterRemovalSchema,
} from "../../contracts/starter-library.ts";
import { streamState } from "../event-stream.ts";
import type { StarterService } from "../services/starter-service.ts";
import { createRouter, errorAnswers, jsonAnswer, jsonBody } from "./router.ts";

const get = createRoute({
  method: "get",
  path: "/starter-library",
  summary: "The starter library and how far it is",
  responses: { 200: jsonAnswer("the state", StarterLibrarySchema), ...errorAnswers(503) },
});

const change = createRoute({
  method: "put",
  path: "/starter-library",
  summary: "Switch it on, and begin, or off, and stop; what was made stays",
  request: { body: jsonBody(StarterLibraryChangeSchema) },
  responses: { 200: jsonAnswer("the state", StarterLibrarySchema), ...errorAnswers(400, 503, 507) },
});

const remove = createRoute({
  method: "delete",
  path: "/starter-library",
  summary: "Switch it off and remove what was made; what you liked stays",
  responses: { 200: jsonAnswer("how many were removed", StarterRemovalSchema), ...errorAnswers(503, 507) },
});

const events = createRoute({
  method: "get",
  path: "/starter-library/events",
  summary: "Progress as Server-Sent Events: `event: starter`, data as in StarterLibrary",
  responses: {
    200: { description: "a stream that stays open", content: { "text/event-stream": { schema: z.string() } } },
    ...errorAnswers(503),
  },
});

/** @param shutdown ends all streams when the server stops */
export function createStarterRoutes(starter: StarterService, shutdown: AbortSignal) {
  return createRouter()
    .openapi(get, async (context) => context.json(await starter.get(), 200))
    .openapi(change, async (context) => context.json(await starter.setEnabled(context.req.valid("json").enabled), 200))
    .openapi(remove, async (context) => context.json(await starter.remove(), 200))
    .openapi(events, async (context) => {
      const first = await starter.get();
      return streamState(context, { event: "starter", first, subscribe: starter.subscribe, shutdown });
    });
}
