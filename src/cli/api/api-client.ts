/**
 * Speaks the HTTP API: one method per request that the command line makes, every answer checked against its schema.
 * Where the requests go (a running server, or the app in this process) is the transport's business.
 */
import type { z } from "@hono/zod-openapi";
import { ErrorResponseSchema } from "../../contracts/common.ts";
import { ImportOutcomeSchema, type ImportOutcome } from "../../contracts/exchange.ts";
import { DuplicateListSchema, type DuplicateList } from "../../contracts/duplicates.ts";
import { LibraryMapSchema, type LibraryMap } from "../../contracts/library-map.ts";
import {
  CurrentScanSchema,
  LibraryFolderSchema,
  ScanSchema,
  type LibraryFolder,
  type Scan,
} from "../../contracts/library.ts";
import { PlaylistSchema, type NewPlaylist, type Playlist } from "../../contracts/playlists.ts";
import { StatusSchema, type Status } from "../../contracts/status.ts";
import { TrackListSchema, type TrackList } from "../../contracts/tracks.ts";
import { MoodSyncError, type ErrorKind } from "../../core/errors.ts";

/** Takes a request for `/api/...` on whatever origin and answers it. */
export type Transport = (request: Request) => Promise<Response>;

export interface ApiClient {
  status(): Promise<Status>;
  folder(): Promise<LibraryFolder>;
  setFolder(folder: string): Promise<LibraryFolder>;
  startScan(): Promise<Scan>;
  currentScan(): Promise<Scan | null>;
  cancelScan(): Promise<void>;
  duplicates(page: { limit: number; offset: number }): Promise<DuplicateList>;
  libraryMap(options: { points: number }): Promise<LibraryMap>;
  tracks(page: {
    query?: string;
    problems?: boolean;
    limit: number;
    offset: number;
    after?: number;
  }): Promise<TrackList>;
  createPlaylist(wish: NewPlaylist): Promise<Playlist>;
  importFile(bytes: Uint8Array, options: { name: string; dryRun: boolean }): Promise<ImportOutcome>;
  /** The body of a file that the API gives out. */
  download(path: string): Promise<ReadableStream<Uint8Array>>;
}

const KIND_BY_STATUS: Readonly<Record<number, ErrorKind>> = {
  400: "invalid-input",
  403: "forbidden",
  404: "not-found",
  409: "conflict",
  413: "too-large",
  415: "unsupported",
  422: "invalid-input",
  503: "unavailable",
  507: "storage-full",
};

async function failureOf(response: Response): Promise<MoodSyncError> {
  const kind = KIND_BY_STATUS[response.status] ?? "internal";
  const parsed = ErrorResponseSchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return new MoodSyncError("api.failed", `The server answered ${response.status}.`, { kind });
  const { code, message, details } = parsed.data.error;
  return new MoodSyncError(code, message, details === undefined ? { kind } : { kind, details });
}

/**
 * A client of the API at `baseUrl`.
 * Its methods throw a `MoodSyncError` with the server's own code, or `api.unreachable` / `api.unexpected`.
 */
export function createApiClient(transport: Transport, baseUrl: string): ApiClient {
  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { accept: "application/json", host: new URL(baseUrl).host };
    const isFile = body instanceof Uint8Array;
    if (body !== undefined) headers["content-type"] = isFile ? "application/octet-stream" : "application/json";
    const init: RequestInit = { method, headers };
    if (body !== undefined) init.body = isFile ? Uint8Array.from(body) : JSON.stringify(body);
    let response: Response;
    try {
      response = await transport(new Request(new URL(path, baseUrl), init));
    } catch (cause) {
      throw new MoodSyncError("api.unreachable", `The server at ${baseUrl} does not answer.`, {
        kind: "unavailable",
        cause,
      });
    }
    if (!response.ok) throw await failureOf(response);
    return response;
  }

  async function ask<Schema extends z.ZodType>(
    schema: Schema,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<z.output<Schema>> {
    const response = await send(method, path, body);
    const parsed = schema.safeParse(await response.json().catch(() => null));
    if (parsed.success) return parsed.data;
    throw new MoodSyncError("api.unexpected", "The server answered in a form that this version does not know.", {
      cause: parsed.error,
    });
  }

  return {
    status: () => ask(StatusSchema, "GET", "/api/status"),
    folder: () => ask(LibraryFolderSchema, "GET", "/api/library/folder"),
    setFolder: (folder) => ask(LibraryFolderSchema, "PUT", "/api/library/folder", { folder }),
    startScan: () => ask(ScanSchema, "POST", "/api/library/scans"),
    currentScan: async () => (await ask(CurrentScanSchema, "GET", "/api/library/scans/current")).scan,
    cancelScan: async () => void (await send("POST", "/api/library/scans/current/cancel")),
    duplicates: ({ limit, offset }) =>
      ask(DuplicateListSchema, "GET", `/api/library/duplicates?limit=${limit}&offset=${offset}`),
    libraryMap: ({ points }) => ask(LibraryMapSchema, "GET", `/api/library/map?points=${points}`),
    tracks: ({ query, problems, limit, offset, after }) => {
      const search = new URLSearchParams({ limit: String(limit), offset: String(offset) });
      if (query !== undefined) search.set("query", query);
      if (problems === true) search.set("problems", "true");
      if (after !== undefined) search.set("after", String(after));
      return ask(TrackListSchema, "GET", `/api/tracks?${search.toString()}`);
    },
    importFile: (bytes, { name, dryRun }) => {
      const query = new URLSearchParams({ name, dryRun: String(dryRun) });
      return ask(ImportOutcomeSchema, "POST", `/api/imports?${query.toString()}`, bytes);
    },
    async download(path) {
      const { body } = await send("GET", path);
      if (body) return body;
      throw new MoodSyncError("api.unexpected", "The server answered without the file.");
    },
    createPlaylist: (wish) => ask(PlaylistSchema, "POST", "/api/playlists", wish),
  };
}
