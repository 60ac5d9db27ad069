/**
 * Every call the page makes to our own server, typed by the contracts (types alone: zod stays on the server).
 * Turns what goes wrong into an ApiError with the server's own sentence; retries and caching are left to the callers.
 */
import type { LibraryFolder, Scan } from "../contracts/library.ts";
import type { NewFeedback, Play } from "../contracts/listening.ts";
import type { MoodReading, NewMoodReading } from "../contracts/mood-readings.ts";
import type { NewPlaylist, Playlist } from "../contracts/playlists.ts";
import type { Status } from "../contracts/status.ts";
import type { Track, TrackList } from "../contracts/tracks.ts";

/** How a play came to its end; null while it goes on. */
export type PlayEnd = NonNullable<Play["end"]>;

/** The server refused, or could not be reached (`code` "server.unreachable", `status` 0). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  readonly status: number;
  /** Facts that the server gave with it. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: string, message: string, status: number, cause?: unknown, details?: Record<string, unknown>) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** The sentence to show for anything thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : "Something went wrong.";
}

/** Whether the server could not be reached at all. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && error.code === "server.unreachable";
}

export interface CallOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Let the request outlive the page (pagehide). */
  keepalive?: boolean;
}

async function refusal(response: Response): Promise<ApiError> {
  const body: { error?: { code?: unknown; message?: unknown; details?: Record<string, unknown> } } | null =
    await response.json().catch(() => null);
  const error = body?.error;
  if (typeof error?.code === "string" && typeof error.message === "string") {
    return new ApiError(error.code, error.message, response.status, undefined, error.details);
  }
  // A proxy in front of a stopped server answers with its own page.
  if ([502, 503, 504].includes(response.status)) return unreachable();
  return new ApiError("server.odd-answer", `The server answered ${response.status}.`, response.status);
}

function unreachable(cause?: unknown): ApiError {
  return new ApiError("server.unreachable", "The MoodSync server can't be reached.", 0, cause);
}

/**
 * One call to our server; `path` stands below /api.
 * @throws ApiError
 */
export async function call<Answer>(path: string, options: CallOptions = {}): Promise<Answer> {
  const { method = "GET", body, signal, keepalive } = options;
  const init: RequestInit = { method, credentials: "same-origin" };
  if (signal !== undefined) init.signal = signal;
  if (keepalive !== undefined) init.keepalive = keepalive;
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { "content-type": "application/json" };
  }
  return await send<Answer>(path, init);
}

async function send<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(`/api${path}`, init).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw unreachable(cause);
  });
  if (!response.ok) throw await refusal(response);
  const answer: Answer = response.status === 204 ? undefined : await response.json();
  return answer;
}

/**
 * Sends a file as it is.
 * @throws ApiError
 */
export async function sendFile<Answer>(path: string, file: Blob, signal?: AbortSignal): Promise<Answer> {
  const headers = { "content-type": "application/octet-stream" };
  const init: RequestInit = { method: "POST", credentials: "same-origin", body: file, headers };
  if (signal !== undefined) init.signal = signal;
  return await send<Answer>(path, init);
}

export interface TrackSearch {
  query?: string;
  limit?: number;
  offset?: number;
  /** In place of `offset`, without `query`: begins behind the track with this id. */
  after?: number | undefined;
  /** Only files that could not be read or analysed. */
  problems?: boolean;
}

function trackSearch({ query, limit = 50, offset = 0, after, problems }: TrackSearch): string {
  const parameters = new URLSearchParams({ limit: String(limit) });
  if (after === undefined) parameters.set("offset", String(offset));
  else parameters.set("after", String(after));
  if (query !== undefined && query !== "") parameters.set("query", query);
  if (problems === true) parameters.set("problems", "true");
  return `/tracks?${parameters.toString()}`;
}

/** One function per call; each throws ApiError. */
export const api = {
  status: (signal?: AbortSignal) => call<Status>("/status", { signal }),
  tracks: (search: TrackSearch, signal?: AbortSignal) => call<TrackList>(trackSearch(search), { signal }),
  track: (id: number, signal?: AbortSignal) => call<Track>(`/tracks/${id}`, { signal }),
  libraryFolder: (signal?: AbortSignal) => call<LibraryFolder>("/library/folder", { signal }),
  setLibraryFolder: (folder: string) => call<LibraryFolder>("/library/folder", { method: "PUT", body: { folder } }),
  startScan: () => call<Scan>("/library/scans", { method: "POST" }),
  currentScan: (signal?: AbortSignal) => call<{ scan: Scan | null }>("/library/scans/current", { signal }),
  cancelScan: () => call<unknown>("/library/scans/current/cancel", { method: "POST" }),
  createPlaylist: (wish: NewPlaylist, signal?: AbortSignal) =>
    call<Playlist>("/playlists", { method: "POST", body: wish, signal }),
  startPlay: (trackId: number, playlistId: number | null) =>
    call<Play>("/plays", { method: "POST", body: { trackId, playlistId } }),
  updatePlay: (id: number, playedMs: number, end: PlayEnd | null, keepalive = false) =>
    call<Play>(`/plays/${id}`, { method: "PATCH", body: { playedMs: Math.round(playedMs), end }, keepalive }),
  giveFeedback: (feedback: NewFeedback) => call<unknown>("/feedback", { method: "POST", body: feedback }),
  recordMoodReading: (reading: NewMoodReading) =>
    call<MoodReading>("/mood-readings", { method: "POST", body: reading }),
} as const;

/** Where a track's sound is streamed from (byte ranges). */
export function audioUrl(trackId: number): string {
  return `/api/tracks/${trackId}/audio`;
}

/** Where a track's cover is; only where `hasCover`. */
export function coverUrl(trackId: number): string {
  return `/api/tracks/${trackId}/cover`;
}

/** Server-Sent Events of the scan: `event: scan`, data = Scan. */
export const LIBRARY_EVENTS_URL = "/api/library/events";
