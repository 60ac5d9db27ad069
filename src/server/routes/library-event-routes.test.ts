import { afterEach, expect, test, vi } from "vitest";
import type { Scan } from "../../contracts/library.ts";
import type { ScanService } from "../services/scan-service.ts";
import { createLibraryEventRoutes } from "./library-event-routes.ts";

const SCAN: Scan = {
  id: 1,
  state: "running",
  folder: "/music",
  startedAtMs: 0,
  finishedAtMs: null,
  total: 10,
  done: 1,
  analysed: 1,
  unchanged: 0,
  removed: 0,
  failed: 0,
  currentPath: null,
  remainingMs: null,
  problem: null,
};

/** Routes over a scan service of which only the listening is real. */
async function openStream(first: Scan | null) {
  const listeners = new Set<(scan: Scan) => void>();
  const scans: Pick<ScanService, "current" | "subscribe"> = {
    current: async () => first,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const shutdown = new AbortController();
  const routes = createLibraryEventRoutes(scans, shutdown.signal);
  const response = await routes.request("/library/events");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const tell = (scan: Scan) => listeners.forEach((listener) => listener(scan));
  return { listeners, shutdown, reader, tell };
}

afterEach(() => {
  vi.useRealTimers();
});

test("the present state comes at once, then every change", async () => {
  const { reader, tell, listeners } = await openStream(SCAN);
  expect((await reader.read()).value).toBe(`event: scan\ndata: ${JSON.stringify(SCAN)}\n\n`);
  tell({ ...SCAN, done: 2 });
  expect((await reader.read()).value).toContain('"done":2');
  await reader.cancel();
  await vi.waitFor(() => expect(listeners.size).toBe(0));
});

test("a slow reader gets the newest state, not a backlog", async () => {
  const { reader, tell } = await openStream(SCAN);
  await reader.read();
  for (let done = 2; done <= 500; done += 1) tell({ ...SCAN, done });
  const rest: string[] = [];
  for (let text = ""; !text.includes('"done":500'); rest.push(text)) text = (await reader.read()).value ?? "";
  expect(rest.length).toBeLessThan(5);
  await reader.cancel();
});

test("a listener who leaves is forgotten, and so are all when the server stops", async () => {
  const leaving = await openStream(SCAN);
  await leaving.reader.read();
  expect(leaving.listeners.size).toBe(1);
  await leaving.reader.cancel();
  await vi.waitFor(() => expect(leaving.listeners.size).toBe(0));

  const staying = await openStream(null);
  await vi.waitFor(() => expect(staying.listeners.size).toBe(1));
  staying.shutdown.abort();
  expect((await staying.reader.read()).done).toBe(true);
  expect(staying.listeners.size).toBe(0);
});

test("silence is broken by a comment every 15 seconds, and by none once the listener has left", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const { reader, listeners } = await openStream(SCAN);
  await reader.read();
  vi.advanceTimersByTime(15_000);
  expect((await reader.read()).value).toMatch(/^:.*\n\n$/);
  vi.advanceTimersByTime(15_000);
  expect((await reader.read()).value).toMatch(/^:.*\n\n$/);
  expect(vi.getTimerCount()).toBe(1);
  await reader.cancel();
  await vi.waitFor(() => expect(listeners.size).toBe(0));
  expect(vi.getTimerCount()).toBe(0);
});
