/** GET /library/events: scan progress as Server-Sent Events, the present state first. */
import { createRoute, z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import type { Scan } from "../../contracts/library.ts";
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

/** Keeps proxies and the browser from taking silence for the end. */
const HEARTBEAT_EVERY_MS = 15_000;

/** @param shutdown ends all streams when the server stops */
export function createLibraryEventRoutes(scans: ScanService, shutdown: AbortSignal) {
  return createRouter().openapi(events, async (context) => {
    const first = await scans.current();
    return streamSSE(context, async (stream) => {
      const feed = createLatest<Scan>(first);
      const unsubscribe = scans.subscribe(feed.put);
      const heartbeat = setInterval(() => void stream.write(": still here\n\n"), HEARTBEAT_EVERY_MS);
      shutdown.addEventListener("abort", feed.end);
      stream.onAbort(feed.end);
      try {
        for await (const scan of feed) await stream.writeSSE({ event: "scan", data: JSON.stringify(scan) });
      } finally {
        unsubscribe();
        clearInterval(heartbeat);
        shutdown.removeEventListener("abort", feed.end);
      }
    });
  });
}

interface Latest<Value> extends AsyncIterable<Value> {
  put(value: Value): void;
  end(): void;
}

/** Hands on the newest value only: a slow reader misses what is out of date, and nothing piles up. */
function createLatest<Value>(first: Value | null): Latest<Value> {
  let latest = first;
  let ended = false;
  let wake = (): void => undefined;
  async function* take(): AsyncGenerator<Value> {
    while (!ended) {
      if (latest === null) {
        await new Promise<void>((resolve) => (wake = resolve));
      } else {
        const value = latest;
        latest = null;
        yield value;
      }
    }
  }
  return {
    put: (value) => {
      latest = value;
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    [Symbol.asyncIterator]: take,
  };
}
