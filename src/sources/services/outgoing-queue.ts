/**
 * The one way out to a service: everything that MoodSync asks of it passes here in order. Equal reads are merged,
 * `Retry-After` is obeyed and kept across restarts, failures are tried again with growing, random waits where that does
 * no harm, and a service that keeps failing is left alone for a while. What an answer means is left to the service's client.
 */
import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from "cockatiel";
import PQueue from "p-queue";
import type { MoodSyncError } from "../../core/errors.ts";
import { createCooldown, type CooldownStore } from "./cool-down.ts";
import { createMergedReads } from "./merged-reads.ts";
import { attempt, isPassing, type Fetch, type OutgoingAnswer, type OutgoingRequest } from "./outgoing-request.ts";
import { retryAfterMs } from "./retry-after.ts";
import { serviceError } from "./service-errors.ts";

export interface OutgoingQueueOptions {
  /** Stable and short, such as "spotify": the cool-down is kept under it. */
  name: string;
  /** The name shown to the listener; default `name`. */
  title?: string;
  fetch?: Fetch;
  /** Milliseconds since the Unix epoch. */
  clock?: () => number;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 up to 1. */
  random?: () => number;
  /** Where the cool-down is kept; without it, in memory alone. */
  store?: CooldownStore;
  /** The most requests that start within any second; default no limit. */
  perSecond?: number;
  /** Requests under way at once; default 4. */
  concurrency?: number;
  /** For one attempt; default 10 000. */
  timeoutMs?: number;
  /** Attempts after the first; default 2. */
  retries?: number;
  /** A cool-down up to this long is waited for, a longer one refused at once; default 5000. */
  patienceMs?: number;
  /** Failures in a row until the service is left alone; default 5. */
  failuresUntilPause?: number;
  /** How long it is left alone; default 15 000. */
  pauseMs?: number;
  /** The most bytes of a body that is not streamed; default 16 MiB. */
  maxBytes?: number;
  /** Told of every attempt; never of query, headers or body. */
  onAttempt?: (event: AttemptEvent) => void;
}

export interface AttemptEvent {
  method: string;
  /** Host and path, without the query. */
  target: string;
  /** Null when no answer came. */
  status: number | null;
  durationMs: number;
}

export interface RequestOptions {
  signal?: AbortSignal;
  /** Higher goes first; default 0. A play command must not wait behind a list. */
  priority?: number;
  /** Whether a second sending does no harm; default true for GET and HEAD alone. */
  idempotent?: boolean;
  /** Leave the body unread: `body` is the stream, and the request is neither merged nor limited in size. */
  stream?: boolean;
  /** Instead of the queue's own. */
  timeoutMs?: number;
}

export interface OutgoingState {
  /** Until when the service asked to be left alone; null when it may be asked. */
  cooldownUntilMs: number | null;
  breaker: "closed" | "open" | "half-open";
  /** Requests that have not come to their end. */
  waiting: number;
}

export interface OutgoingQueue {
  readonly name: string;
  /**
   * Sends, and gives the answer whatever its status, save 429 and lasting 5xx.
   * @throws MoodSyncError `service.rate-limited`, `service.paused`, `service.failed`, `service.unreachable`,
   * `service.timeout`, `service.bad-certificate`, `service.too-much`, `service.closed`; the reason of `signal`
   */
  request(request: OutgoingRequest, options?: RequestOptions): Promise<OutgoingAnswer>;
  state(): OutgoingState;
  /** Calls `listener` on every change; gives the function that ends it. */
  onState(listener: (state: OutgoingState) => void): () => void;
  /** Reads the cool-down that an earlier run left, so that `state` knows of it before the first request. */
  ready(): Promise<void>;
  /** Ends what is under way and refuses what comes. */
  close(): Promise<void>;
}

const FIRST_BACK_OFF_MS = 250;
const LONGEST_BACK_OFF_MS = 8000;
/** For a 429 that does not say how long. */
const UNSAID_WAIT_MS = 2000;

export function createOutgoingQueue(options: OutgoingQueueOptions): OutgoingQueue {
  const { name, title = name, clock = Date.now, sleep = abortableSleep, random = Math.random } = options;
  const { concurrency = 4, retries = 2, patienceMs = 5000, perSecond, maxBytes = 16 * 1024 * 1024 } = options;
  const { failuresUntilPause = 5, pauseMs = 15_000, onAttempt } = options;
  // Looked up at each call, so that a test's replacement of the global one counts.
  const send: Fetch = options.fetch ?? ((url, init) => fetch(url, init));
  const pace = perSecond === undefined ? {} : { interval: 1000, intervalCap: perSecond, strict: true };
  const queue = new PQueue({ concurrency, ...pace });
  const cooldown = createCooldown(name, options.store, clock);
  const breaker = circuitBreaker(handleWhen(isPassing), {
    halfOpenAfter: pauseMs,
    breaker: new ConsecutiveBreaker(failuresUntilPause),
  });
  const merged = createMergedReads();
  const closing = new AbortController();
  const listeners = new Set<(state: OutgoingState) => void>();
  let waiting = 0;
  let limitReason: string | null = null;

  const state = (): OutgoingState => ({
    cooldownUntilMs: cooldown.untilMs(),
    breaker: BREAKER_STATES[breaker.state],
    waiting,
  });
  const tell = (): void => {
    for (const listener of listeners) listener(state());
  };
  breaker.onStateChange(tell);

  const rateLimited = (untilMs: number): MoodSyncError =>
    serviceError("service.rate-limited", title, {
      details: { retryAtMs: untilMs, ...(limitReason === null ? {} : { reason: limitReason }) },
    });

  /** Waits for a short cool-down. @throws for a long one */
  const outwait = async (signal: AbortSignal): Promise<void> => {
    for (let until = cooldown.untilMs(); until !== null; until = cooldown.untilMs()) {
      const leftMs = until - clock();
      if (leftMs > patienceMs) throw rateLimited(until);
      // A little late and not all at once: everybody who waited would start in the same instant.
      await sleep(leftMs + random() * 100, signal);
    }
  };

  const sendOnce = async (request: OutgoingRequest, wish: RequestOptions, signal: AbortSignal) => {
    const startedAtMs = performance.now();
    let status: number | null = null;
    try {
      const { stream = false, timeoutMs = options.timeoutMs ?? 10_000 } = wish;
      const answer = await attempt(request, {
        service: title,
        fetch: send,
        timeoutMs,
        signal,
        stream,
        maxBytes,
      });
      status = answer.status;
      const asked = retryAfterMs(answer.headers, clock());
      if (status === 429 || (status === 503 && asked !== null)) {
        await cooldown.extend(asked ?? UNSAID_WAIT_MS);
        tell();
        limitReason = await reasonOf(answer);
        return "told to wait";
      }
      if (status >= 500 && status !== 501) {
        if (stream) await answer.body?.cancel();
        throw serviceError("service.failed", title, { details: { status } });
      }
      return answer;
    } finally {
      onAttempt?.({
        method: request.method,
        target: withoutQuery(request.url),
        status,
        durationMs: performance.now() - startedAtMs,
      });
    }
  };

  /** One turn in the queue; those that find a cool-down when their turn comes go back to waiting unsent. */
  const takeTurn = async (request: OutgoingRequest, wish: RequestOptions, signal: AbortSignal) =>
    await queue.add(
      async () => {
        if (cooldown.untilMs() !== null) return "not yet";
        return await breaker.execute(() => sendOnce(request, wish, signal));
      },
      { priority: wish.priority ?? 0, signal },
    );

  const persist = async (request: OutgoingRequest, wish: RequestOptions, signal: AbortSignal) => {
    const { idempotent = /^(GET|HEAD)$/i.test(request.method) } = wish;
    await cooldown.load();
    for (let failures = 0, refusals = 0; ;) {
      await outwait(signal);
      try {
        const answer = await takeTurn(request, wish, signal);
        if (typeof answer === "object") return answer;
        // Told to wait means not done, so that it may be sent again whatever it is; but not for ever.
        if (answer === "told to wait") refusals += 1;
        if (refusals > retries) throw rateLimited(cooldown.untilMs() ?? clock());
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw serviceError("service.paused", title);
        if (!isPassing(error) || !idempotent || failures >= retries) throw error;
        const ceilingMs = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** failures);
        failures += 1;
        await sleep(random() * ceilingMs, signal);
      }
    }
  };

  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    waiting += 1;
    tell();
    try {
      return await work();
    } finally {
      waiting -= 1;
      tell();
    }
  };

  return {
    name,
    state,
    ready: () => cooldown.load(),
    onState(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async request(request, wish = {}) {
      const run = async (signal: AbortSignal | undefined): Promise<OutgoingAnswer> => {
        const ends = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
        ends.throwIfAborted();
        return await persist(request, wish, ends);
      };
      return await counted(async () => {
        const isRead = /^(GET|HEAD)$/i.test(request.method);
        if (isRead && wish.stream !== true) return await merged.join(request, wish.signal, run);
        if (isRead) return await run(wish.signal);
        // Neither a read that began before a change nor one that began during it may answer for the time after.
        merged.separate();
        return await run(wish.signal).finally(() => merged.separate());
      });
    },
    async close() {
      closing.abort(serviceError("service.closed", title));
      queue.clear();
      await queue.onIdle();
    },
  };
}

const BREAKER_STATES: Readonly<Record<CircuitState, OutgoingState["breaker"]>> = {
  [CircuitState.Closed]: "closed",
  [CircuitState.HalfOpen]: "half-open",
  [CircuitState.Open]: "open",
  [CircuitState.Isolated]: "open",
};

/** `error.reason` of a refusal, where it is a plain word; several services say there which limit was reached. */
async function reasonOf(answer: OutgoingAnswer): Promise<string | null> {
  const body = await answer.json().catch(() => null);
  const error: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "error") : null;
  const reason: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "reason") : null;
  return typeof reason === "string" && /^\w{1,60}$/.test(reason) ? reason : null;
}

function withoutQuery(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

async function abortableSleep(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    const onAbort = (): void => {
      clearTimeout(timer);
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's own
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
