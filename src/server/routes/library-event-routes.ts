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
export function createLibraryEventRoutes(scans: Pick<ScanService, "current" | "subscribe">, shutdown: AbortSignal) {
  return createRouter().openapi(events, async (context) => {
    const first = await scans.current();
    return streamSSE(context, async (stream) => {
      const feed = new LatestValue<Scan>(first);
      const unsubscribe = scans.subscribe(feed.put);
      const heartbeat = setInterval(() => void stream.write(": still here\n\n"), HEARTBEAT_EVERY_MS);
      shutdown.addEventListener("abort", feed.end);
      stream.onAbort(feed.end);
      if (shutdown.aborted) feed.end();
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

/** Hands on the newest value only: a slow reader misses what is out of date, and nothing piles up. */
class LatestValue<Value> implements AsyncIterable<Value> {
  #latest: Value | null;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(first: Value | null) {
    this.#latest = first;
  }

  readonly put = (value: Value): void => {
    this.#latest = value;
    this.#wake?.();
  };

  readonly end = (): void => {
    this.#ended = true;
    this.#wake?.();
  };

  async *[Symbol.asyncIterator](): AsyncGenerator<Value> {
    while (!this.#ended) {
      const value = this.#latest;
      this.#latest = null;
      if (value === null) await new Promise<void>((resolve) => (this.#wake = resolve));
      else yield value;
    }
  }
}
