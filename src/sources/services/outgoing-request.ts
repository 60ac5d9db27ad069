/** What goes out and what comes back, and one attempt at it: time-out, size limit, failures by their stable codes. */
import { MoodSyncError } from "../../core/errors.ts";
import { serviceError, toConnectionError } from "./service-errors.ts";

export interface OutgoingRequest {
  method: string;
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/** An answer whose body was read already (`text`, `json`), or, where a stream was asked for, not yet (`body`). */
export interface OutgoingAnswer {
  status: number;
  headers: Headers;
  text(): Promise<string>;
  /** @throws MoodSyncError `service.bad-answer` when it is not JSON, such as the HTML of a gateway or a captive portal. */
  json(): Promise<unknown>;
  body: ReadableStream<Uint8Array> | null;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface AttemptOptions {
  /** The name shown to the listener. */
  service: string;
  fetch: Fetch;
  /** For the whole answer, or for its head where `stream` is set; in milliseconds. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Leave the body unread, for sound and pictures. */
  stream: boolean;
  /** The most bytes of a body that is read here. */
  maxBytes: number;
}

/**
 * Sends once. Redirects are not followed: what was sent may hold a token, and where it goes is the caller's to judge.
 * @throws MoodSyncError `service.unreachable`, `service.timeout`, `service.bad-certificate`, `service.too-much`; the
 * reason of `signal` when that ended it
 */
export async function attempt(request: OutgoingRequest, options: AttemptOptions): Promise<OutgoingAnswer> {
  const { service, fetch, timeoutMs, signal, stream, maxBytes } = options;
  const tooLate = new AbortController();
  const timer = setTimeout(() => tooLate.abort(), timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      redirect: "manual",
      signal: AbortSignal.any([signal, tooLate.signal]),
      ...(request.headers === undefined ? {} : { headers: { ...request.headers } }),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    if (stream) return streamed(response, service);
    return buffered(response, await readBody(response, maxBytes, service), service);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (tooLate.signal.aborted) throw serviceError("service.timeout", service, { details: { timeoutMs } });
    throw toConnectionError(error, service);
  } finally {
    clearTimeout(timer);
  }
}

async function readBody(response: Response, maxBytes: number, service: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // The type of the DOM's stream and of Node's differ in this alone.
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > maxBytes) throw serviceError("service.too-much", service, { details: { maxBytes } });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function buffered({ status, headers }: Response, bytes: Uint8Array, service: string): OutgoingAnswer {
  const read = (): string => new TextDecoder().decode(bytes);
  return {
    status,
    headers,
    text: async () => read(),
    json: async () => parseJson(read(), headers, service),
    get body() {
      return new Blob([Buffer.from(bytes)]).stream();
    },
  };
}

function streamed(response: Response, service: string): OutgoingAnswer {
  return {
    status: response.status,
    headers: response.headers,
    text: () => response.text(),
    json: async () => parseJson(await response.text(), response.headers, service),
    body: response.body,
  };
}

function parseJson(text: string, headers: Headers, service: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // The body itself is not quoted: it may repeat what was sent.
    const contentType = headers.get("content-type")?.split(";")[0]?.slice(0, 60) ?? null;
    throw serviceError("service.bad-answer", service, { details: { expected: "application/json", contentType } });
  }
}

/** Whether the same request may do better a moment later. */
export function isPassing(error: unknown): boolean {
  return error instanceof MoodSyncError && PASSING_CODES.has(error.code);
}

const PASSING_CODES: ReadonlySet<string> = new Set(["service.unreachable", "service.timeout", "service.failed"]);
