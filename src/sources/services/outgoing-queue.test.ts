import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { CooldownStore } from "./cool-down.ts";
import { createOutgoingQueue, type AttemptEvent, type OutgoingQueueOptions } from "./outgoing-queue.ts";

interface Server {
  url: string;
  seen: string[];
}

/** A server on loopback that answers as told. */
async function serve(handle: (request: IncomingMessage, response: ServerResponse, count: number) => void) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    handle(request, response, seen.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen } satisfies Server;
}

/** A queue whose time and chance are the test's; its sleeps pass at once and move the clock. */
function queueOf(options: Partial<OutgoingQueueOptions> = {}) {
  let nowMs = 1_000_000;
  const slept: number[] = [];
  const queue = createOutgoingQueue({
    name: "test",
    title: "Test service",
    clock: () => nowMs,
    random: () => 0.5,
    sleep: async (ms) => {
      slept.push(ms);
      nowMs += ms;
    },
    timeoutMs: 2000,
    ...options,
  });
  onTestFinished(() => queue.close());
  return { queue, slept, clock: () => nowMs, advance: (ms: number) => void (nowMs += ms) };
}

function memoryStore(): CooldownStore & { kept: Map<string, number> } {
  const kept = new Map<string, number>();
  return {
    kept,
    read: async (service) => kept.get(service) ?? null,
    write: async (service, untilMs) => void kept.set(service, untilMs),
  };
}

const get = (url: string, headers: Record<string, string> = {}) => ({ method: "GET", url, headers });

test("equal reads under way are one request; each gets the whole answer", async () => {
  const server = await serve((_request, response) => setTimeout(() => response.end('{"a":1}'), 50));
  const { queue } = queueOf();
  const answers = await Promise.all(Array.from({ length: 20 }, () => queue.request(get(`${server.url}/x`))));
  expect(server.seen).toEqual(["GET /x"]);
  expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual(
    Array.from({ length: 20 }, () => ({ a: 1 })),
  );
  await queue.request(get(`${server.url}/x`));
  expect(server.seen).toHaveLength(2);
});

test("reads with different tokens are never one", async () => {
  const server = await serve((request, response) => setTimeout(() => response.end(request.headers.authorization), 50));
  const { queue } = queueOf();
  const answers = await Promise.all(
    ["a", "b"].map((token) => queue.request(get(server.url, { authorization: token }))),
  );
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(["a", "b"]);
});

test("one caller who gives up does not end the read for the others; the last one does", async () => {
  let cut = 0;
  const server = await serve((_request, response) => {
    response.on("close", () => (cut += response.writableEnded ? 0 : 1));
    setTimeout(() => response.end("late"), 150);
  });
  const { queue } = queueOf();
  const leaving = new AbortController();
  const left = queue.request(get(server.url), { signal: leaving.signal });
  const stays = queue.request(get(server.url));
  setTimeout(() => leaving.abort(new Error("left")), 30);
  await expect(left).rejects.toThrow("left");
  expect(await (await stays).text()).toBe("late");
  expect(cut).toBe(0);
  const alone = new AbortController();
  const ended = queue.request(get(server.url), { signal: alone.signal });
  setTimeout(() => alone.abort(new Error("left too")), 30);
  await expect(ended).rejects.toThrow("left too");
  await expect.poll(() => cut).toBe(1);
});

test("a read that began before a change does not answer for the time after it", async () => {
  let state = "old";
  const server = await serve((request, response) => {
    if (request.method === "PUT") state = "new";
    const answer = state;
    setTimeout(() => response.end(answer), request.method === "PUT" ? 0 : 100);
  });
  const { queue } = queueOf();
  const before = queue.request(get(server.url));
  await expect.poll(() => server.seen.length).toBe(1);
  await queue.request({ method: "PUT", url: server.url });
  const after = queue.request(get(server.url));
  expect(await (await before).text()).toBe("old");
  expect(await (await after).text()).toBe("new");
});

test("a short Retry-After is waited for, by all that wait in the queue, and nothing is lost or doubled", async () => {
  const server = await serve((request, response, count) => {
    if (count === 1) response.writeHead(429, { "retry-after": "2" }).end();
    else response.end(request.url);
  });
  const { queue, slept } = queueOf({ concurrency: 1 });
  const paths = Array.from({ length: 10 }, (_, index) => `/${index}`);
  const answers = await Promise.all(
    paths.map((path) => queue.request({ method: "POST", url: `${server.url}${path}` }).then((a) => a.text())),
  );
  expect(answers).toEqual(paths);
  expect(server.seen.toSorted()).toEqual([...paths, "/0"].map((path) => `POST ${path}`).toSorted());
  expect(Math.max(...slept)).toBe(2050);
});

test("a long Retry-After is refused at once, kept across restarts, and over when its time has come", async () => {
  const server = await serve((_request, response, count) => {
    if (count === 1) response.writeHead(429, { "retry-after": "3600" }).end('{"error":{"reason":"QUOTA_EXCEEDED"}}');
    else response.end("ok");
  });
  const store = memoryStore();
  const first = queueOf({ store });
  const retryAtMs = first.clock() + 3_600_000;
  await expect(first.queue.request(get(server.url))).rejects.toMatchObject({
    code: "service.rate-limited",
    details: { retryAtMs, reason: "QUOTA_EXCEEDED" },
  });
  expect(store.kept.get("test")).toBe(retryAtMs);
  const second = queueOf({ store });
  await second.queue.ready();
  expect(second.queue.state().cooldownUntilMs).toBe(retryAtMs);
  await expect(second.queue.request(get(server.url))).rejects.toMatchObject({ code: "service.rate-limited" });
  expect(server.seen).toHaveLength(1);
  second.advance(3_600_001);
  expect(await (await second.queue.request(get(server.url))).text()).toBe("ok");
});

test("a service that says 429 for ever is asked a few times, not for ever", async () => {
  const server = await serve((_request, response) => response.writeHead(429, { "retry-after": "1" }).end());
  const { queue } = queueOf({ retries: 2 });
  await expect(queue.request(get(server.url))).rejects.toMatchObject({ code: "service.rate-limited" });
  expect(server.seen).toHaveLength(3);
});

test("reads that fail are tried again with growing random waits; changes are not", async () => {
  const server = await serve((_request, response, count) => response.writeHead(count < 3 ? 502 : 200).end("ok"));
  const { queue, slept } = queueOf();
  expect(await (await queue.request(get(server.url))).text()).toBe("ok");
  expect(slept).toEqual([125, 250]);
  const broken = await serve((_request, response) => response.writeHead(500).end());
  const change = queue.request({ method: "POST", url: broken.url });
  await expect(change).rejects.toMatchObject({ code: "service.failed", details: { status: 500 } });
  expect(broken.seen).toHaveLength(1);
  const harmless = queue.request({ method: "PUT", url: broken.url }, { idempotent: true });
  await expect(harmless).rejects.toMatchObject({ code: "service.failed" });
  expect(broken.seen).toHaveLength(4);
});

test("a service that keeps failing is left alone, then tried by one request", async () => {
  let works = false;
  const server = await serve((_request, response) => response.writeHead(works ? 200 : 503).end("x"));
  const { queue } = queueOf({ retries: 0, failuresUntilPause: 3, pauseMs: 100 });
  const states: string[] = [];
  queue.onState(({ breaker }) => states.push(breaker));
  for (let turn = 0; turn < 3; turn += 1) {
    await expect(queue.request(get(server.url))).rejects.toMatchObject({ code: "service.failed" });
  }
  await expect(queue.request(get(server.url))).rejects.toMatchObject({ code: "service.paused" });
  expect(server.seen).toHaveLength(3);
  expect(queue.state().breaker).toBe("open");
  works = true;
  await sleep(120);
  expect((await queue.request(get(server.url))).status).toBe(200);
  expect(queue.state().breaker).toBe("closed");
  expect(new Set(states)).toEqual(new Set(["closed", "open", "half-open"]));
});

test("no answer, a cut one, a slow one and an endless one each say so", async () => {
  const { queue } = queueOf({ retries: 0, timeoutMs: 150, maxBytes: 1000, failuresUntilPause: 100 });
  const silent = await serve(() => undefined);
  await expect(queue.request(get(silent.url))).rejects.toMatchObject({ code: "service.timeout" });
  const dripping = await serve((_request, response) => {
    const timer = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(timer));
  });
  await expect(queue.request(get(dripping.url))).rejects.toMatchObject({ code: "service.timeout" });
  const cutting = await serve((_request, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half");
    setTimeout(() => response.destroy(), 20);
  });
  await expect(queue.request(get(cutting.url))).rejects.toMatchObject({ code: "service.unreachable" });
  const large = await serve((_request, response) => response.end("x".repeat(2000)));
  await expect(queue.request(get(large.url))).rejects.toMatchObject({ code: "service.too-much" });
  await expect(queue.request(get("http://127.0.0.1:1/"))).rejects.toMatchObject({ code: "service.unreachable" });
});

test("HTML instead of JSON is a bad answer whose text is not repeated", async () => {
  const server = await serve((_request, response) =>
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<p>secret</p>"),
  );
  const { queue } = queueOf();
  const answer = await queue.request(get(server.url));
  const error: unknown = await answer.json().catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: "service.bad-answer", details: { contentType: "text/html" } });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("secret");
});

test("redirects are handed to the caller and followed by nobody", async () => {
  const other = await serve((_request, response) => response.end("stolen"));
  const server = await serve((_request, response) => response.writeHead(302, { location: other.url }).end());
  const { queue } = queueOf();
  const answer = await queue.request(get(server.url, { authorization: "Bearer t" }));
  expect([answer.status, answer.headers.get("location")]).toEqual([302, other.url]);
  expect(other.seen).toEqual([]);
});

test("no more than so many start within a second, and no more than so many at once", async () => {
  const startedAtMs: number[] = [];
  let now = 0;
  let most = 0;
  const server = await serve((_request, response) => {
    startedAtMs.push(performance.now());
    most = Math.max(most, (now += 1));
    setTimeout(() => {
      now -= 1;
      response.end();
    }, 30);
  });
  const { queue } = queueOf({ perSecond: 5, concurrency: 2 });
  await Promise.all(Array.from({ length: 12 }, (_, index) => queue.request(get(`${server.url}/${index}`))));
  expect(server.seen).toHaveLength(12);
  expect(most).toBeLessThanOrEqual(2);
  for (let index = 5; index < 12; index += 1) {
    // What lies between queue and server may shift a start by a little.
    expect(startedAtMs[index]! - startedAtMs[index - 5]!).toBeGreaterThan(900);
  }
});

test("what is urgent goes before what waits", async () => {
  const server = await serve((_request, response) => setTimeout(() => response.end(), 20));
  const { queue } = queueOf({ concurrency: 1 });
  const requests = ["/a", "/b", "/c"].map((path) => queue.request(get(`${server.url}${path}`)));
  const play = queue.request({ method: "PUT", url: `${server.url}/play` }, { priority: 10 });
  await Promise.all([...requests, play]);
  expect(server.seen.indexOf("PUT /play")).toBeLessThan(server.seen.indexOf("GET /c"));
});

test("a stream is handed on unread, after its head is there in time", async () => {
  const server = await serve((_request, response) => {
    response.write("first");
    setTimeout(() => response.end("last"), 300);
  });
  const { queue } = queueOf({ timeoutMs: 200, maxBytes: 3 });
  const { body } = await queue.request(get(server.url), { stream: true });
  let text = "";
  for await (const part of body ?? []) text += new TextDecoder().decode(part);
  expect(text).toBe("firstlast");
});

test("what is told of an attempt holds neither query nor headers", async () => {
  const server = await serve((_request, response) => response.end());
  const events: AttemptEvent[] = [];
  const { queue } = queueOf({ onAttempt: (event) => void events.push(event) });
  await queue.request(get(`${server.url}/rest/ping?t=hidden`, { authorization: "Bearer hidden" }));
  expect(events).toMatchObject([{ method: "GET", target: `${server.url.slice(7)}/rest/ping`, status: 200 }]);
  expect(JSON.stringify(events)).not.toContain("hidden");
});

test("closing ends what is under way and refuses what comes", async () => {
  const server = await serve(() => undefined);
  const { queue } = queueOf({ timeoutMs: 60_000, concurrency: 1 });
  const endings = ["/a", "/b"].map((path) => queue.request(get(`${server.url}${path}`)));
  const settled = Promise.allSettled(endings);
  await expect.poll(() => queue.state().waiting).toBe(2);
  await queue.close();
  expect(await settled).toMatchObject([{ reason: { code: "service.closed" } }, { reason: { code: "service.closed" } }]);
  await expect(queue.request(get(server.url))).rejects.toMatchObject({ code: "service.closed" });
  expect(queue.state().waiting).toBe(0);
});
