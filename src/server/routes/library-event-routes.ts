/** GET /library/events: scan progress as Server-Sent Events, the present state first. */
import { createRoute, z } from "@hono/zod-openapi";
import { streamState } from "../event-stream.ts";
import type { ScanService } from "../services/scan-service.ts";
import { createRouter, errorAnswers } from "./router.ts";

const events = createRoute({
  method: "get",
  path: "/library/events",
  summary: "Scan progress as Server-Sent Events: `event: scan`, data as in Scan",
  responses: {
    200: { description: "a stream that stays open", content: { "text/event-stream": { schema: z.string() } } },
    ...errorAnswers(503),
  },
});

/** @param shutdown ends all streams when the server stops */
export function createLibraryEventRoutes(scans: Pick<ScanService, "current" | "subscribe">, shutdown: AbortSignal) {
  return createRouter().openapi(events, async (context) => {
    const first = await scans.current();
    return streamState(context, { event: "scan", first, subscribe: (told) => scans.subscribe(told), shutdown });
  });
}
