/** An answer of Server-Sent Events that tells a state whenever it changes, the present one first. */
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import { LatestValue } from "./latest-value.ts";

export interface StateFeed<State> {
  /** The events' name. */
  event: string;
  /** Null where there is nothing to tell yet. */
  first: State | null;
  subscribe: (listener: (state: State) => void) => () => void;
  /** Ends the stream when the server stops. */
  shutdown: AbortSignal;
}

/** Keeps proxies and the browser from taking silence for the end. */
const HEARTBEAT_EVERY_MS = 15_000;

export function streamState<State>(
  context: Context,
  { event, first, subscribe, shutdown }: StateFeed<State>,
): Response {
  return streamSSE(context, async (stream) => {
    const feed = new LatestValue<State>(first);
    const unsubscribe = subscribe(feed.put);
    const heartbeat = setInterval(() => void stream.write(": still here\n\n"), HEARTBEAT_EVERY_MS);
    shutdown.addEventListener("abort", feed.end);
    stream.onAbort(feed.end);
    if (shutdown.aborted) feed.end();
    try {
      for await (const state of feed) await stream.writeSSE({ event, data: JSON.stringify(state) });
    } finally {
      unsubscribe();
      clearInterval(heartbeat);
      shutdown.removeEventListener("abort", feed.end);
    }
  });
}
