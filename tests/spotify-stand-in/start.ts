/**
 * A Spotify of the tests' own: an HTTP server with the accounts service, the Web API as apps registered today get it, and
 * a stub of the Web Playback SDK. Every request is held against the committed description; every answer too.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createAccounts, type Accounts } from "./accounts.ts";
import { faultsOfAnswer, faultsOfRequest, match, type Matched } from "./description.ts";
import { createFaults, perform, type Faults } from "./faults.ts";
import { makeAccount, makePlaylists, makeTracks, type Account, type Playlist, type Track } from "./music.ts";
import { createPlayer, type Player } from "./player.ts";
import { createSdkRoutes } from "./sdk-routes.ts";
import { answerApi, refusal, type ApiAnswer, type World } from "./web-api.ts";

export interface StandInOptions {
  /** Default: any. */
  port?: number;
  clientId?: string;
  /** Registered redirect URIs; default: MoodSync's callback on any port of 127.0.0.1. */
  allowsRedirect?: (uri: string) => boolean;
  /** How long an access token lives, in seconds; default an hour. */
  accessLifeSeconds?: number;
  /** How long each answer of the Web API takes, in milliseconds; default 0. */
  delayMs?: number;
  /** Requests allowed within a rolling window; default no limit. */
  quota?: { requests: number; windowMs: number };
}

export interface SeenRequest {
  method: string;
  /** With the query. */
  path: string;
  accountId: string | null;
  status: number;
  atMs: number;
  /** From its coming to the end of its answer; 0 until then, and where there is none. */
  tookMs: number;
}

export interface SpotifyStandIn {
  url: string;
  apiUrl: string;
  accountsUrl: string;
  sdkUrl: string;
  clientId: string;
  /** As MoodSync's environment wants it. */
  env: Record<string, string>;
  accounts: Accounts;
  /** Whoever signs in next. */
  listener: Account;
  world: World;
  /** The first listener's. */
  player: Player;
  addAccount(id: string, changes?: Partial<Account>): Account;
  /** A playlist with so many songs, in an account's library. */
  addPlaylist(owner: Account, name: string, size: number): Playlist;
  faults: Faults;
  autoplayBlocked: boolean;
  accessLifeSeconds: number;
  delayMs: number;
  quota: StandInOptions["quota"] | null;
  /** Web API requests in the order they came. */
  requests: SeenRequest[];
  /** What was not as described, of requests and of the stand-in's own answers. */
  violations: string[];
  /** Requests that came although they were to wait. */
  overQuota(): number;
  close(): Promise<void>;
}

export const CLIENT_ID = "5fe01282e44241328a84e7c5cc169165";

export async function startSpotifyStandIn(options: StandInOptions = {}): Promise<SpotifyStandIn> {
  const { clientId = CLIENT_ID, allowsRedirect = isOurCallback } = options;
  const tracks = makeTracks(400);
  const listener = makeAccount("ada", "Ada", tracks);
  const players = new Map<Account, Player>();
  const byUri = new Map(tracks.map((track) => [`spotify:track:${track.id}`, track]));
  const world: World = {
    tracks,
    playlists: makePlaylists(listener.id, tracks),
    findTrack: (uri) => byUri.get(uri) ?? null,
    playerOf(account) {
      const player = players.get(account) ?? createPlayer(account, (uri) => world.findTrack(uri));
      players.set(account, player);
      return player;
    },
  };
  const accounts = createAccounts({
    clientId,
    allowsRedirect,
    whoSignsIn: () => standIn.listener,
    accessLifeSeconds: () => standIn.accessLifeSeconds,
    clock: Date.now,
  });
  const sdk = createSdkRoutes({
    accounts,
    playerOf: (account) => world.playerOf(account),
    autoplayBlocked: () => standIn.autoplayBlocked,
    readBody,
  });
  let over = 0;

  const checkQuota = (): ApiAnswer | null => {
    if (!standIn.quota) return null;
    const { requests, windowMs } = standIn.quota;
    const nowMs = Date.now();
    const within = standIn.requests.filter(({ atMs, status }) => atMs > nowMs - windowMs && status !== 429);
    // The request itself is among them.
    if (within.length <= requests) return null;
    over += 1;
    return refusal(429, "API rate limit exceeded");
  };

  const authorised = (request: IncomingMessage, matched: Matched): Account | ApiAnswer => {
    const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "") ?? [];
    if (token === undefined) return refusal(401, "No token provided");
    const grant = accounts.check(token);
    if (!grant)
      return refusal(401, accounts.accessTokens.has(token) ? "The access token expired" : "Invalid access token");
    if (!grant.account.listed) {
      return refusal(403, "User not registered in the Developer Dashboard. The user may not be added to the app.");
    }
    const { scopes } = matched.operation;
    // Reading one's own name needs no consent beyond the sign-in; a new app gets no more than that anyway.
    const needsNone = scopes.length === 0 || matched.name === "GET /me";
    if (needsNone || scopes.some((scope) => grant.scopes.includes(scope))) return grant.account;
    return refusal(403, "Insufficient client scope");
  };

  const callApi = (request: IncomingMessage, path: string, query: URLSearchParams, text: string) => {
    const method = request.method ?? "GET";
    const matched = match(method, path);
    if (matched === "gone") return { answer: refusal(403, "Forbidden"), account: null };
    if (matched === null) return { answer: refusal(404, "Service not found"), account: null };
    const limited = checkQuota();
    if (limited) return { answer: limited, account: null };
    const account = authorised(request, matched);
    if ("status" in account) return { answer: account, account: null };
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    const faults = faultsOfRequest(matched, { method, path, query, body });
    standIn.violations.push(...faults.map((fault) => `${matched.name}: ${fault}`));
    if (faults.length > 0) return { answer: refusal(400, faults.join("; ")), account };
    const answer = answerApi(world, { matched, account, query, body });
    if (answer.status < 300)
      standIn.violations.push(...faultsOfAnswer(matched, answer.status, withoutOddities(answer.body)));
    return { answer, account };
  };

  const handleApi = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const cameMs = performance.now();
    const text = await readBody(request);
    const path = url.pathname.slice("/v1".length);
    const seen: SeenRequest = {
      method: request.method ?? "GET",
      path: path + url.search,
      accountId: null,
      status: 0,
      atMs: Date.now(),
      tookMs: 0,
    };
    standIn.requests.push(seen);
    response.on("finish", () => (seen.tookMs = performance.now() - cameMs));
    const fault = standIn.faults.take(`${seen.method} ${url.pathname}`);
    if (fault && (await perform(fault, response))) {
      seen.status = fault.kind === "answer" ? fault.status : 0;
      return;
    }
    const { answer, account } = callApi(request, path, url.searchParams, text);
    Object.assign(seen, { status: answer.status, accountId: account?.id ?? null });
    if (standIn.delayMs > 0) await sleep(standIn.delayMs);
    if (fault?.kind === "cut-after") return void response.destroy();
    const wait = answer.status === 429 ? { "retry-after": "1" } : {};
    response.writeHead(answer.status, { "content-type": "application/json; charset=utf-8", ...wait });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  };

  const handleAccounts = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const text = await readBody(request);
    const fault = standIn.faults.take(`${request.method} ${url.pathname}`);
    if (fault && (await perform(fault, response))) return;
    if (url.pathname === "/authorize" && request.method === "GET") {
      const answer = accounts.authorize(url.searchParams);
      if ("redirect" in answer) response.writeHead(302, { location: answer.redirect }).end();
      else response.writeHead(400, { "content-type": "text/plain" }).end(answer.page);
      return;
    }
    const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
    if (url.pathname !== "/api/token" || request.method !== "POST" || !isForm)
      return void response.writeHead(404).end();
    const { status, body } = accounts.token(new URLSearchParams(text));
    if (fault?.kind === "cut-after") return void response.destroy();
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://stand-in");
    const handle = async (): Promise<void> => {
      if (await sdk(request, url, response)) return;
      if (url.pathname.startsWith("/v1/")) await handleApi(request, response, url);
      else await handleAccounts(request, response, url);
    };
    handle().catch((error: unknown) => {
      standIn.violations.push(`the stand-in itself failed: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((done) => server.listen(options.port ?? 0, "127.0.0.1", done));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const standIn: SpotifyStandIn = {
    url,
    apiUrl: `${url}/v1`,
    accountsUrl: url,
    sdkUrl: `${url}/spotify-player.js`,
    clientId,
    env: {
      MOODSYNC_SPOTIFY_CLIENT_ID: clientId,
      MOODSYNC_SPOTIFY_API_URL: `${url}/v1`,
      MOODSYNC_SPOTIFY_ACCOUNTS_URL: url,
      MOODSYNC_SPOTIFY_SDK_URL: `${url}/spotify-player.js`,
    },
    accounts,
    listener,
    world,
    player: world.playerOf(listener),
    faults: createFaults(),
    autoplayBlocked: false,
    accessLifeSeconds: options.accessLifeSeconds ?? 3600,
    delayMs: options.delayMs ?? 0,
    quota: options.quota ?? null,
    requests: [],
    violations: [],
    overQuota: () => over,
    addAccount(id, changes = {}) {
      const account = makeAccount(id, id, tracks, changes);
      world.playlists.push(...makePlaylists(id, tracks));
      return account;
    },
    addPlaylist(owner, name, size) {
      const [made] = makePlaylists(owner.id, tracks);
      const playlist: Playlist = {
        ...made!,
        id: `${made!.id.slice(0, 12)}${String(world.playlists.length).padStart(10, "0")}`,
        name,
        items: Array.from({ length: size }, (_, index) => ({ kind: "track", track: tracks[index % tracks.length]! })),
      };
      world.playlists.unshift(playlist);
      return playlist;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return standIn;
}

function isOurCallback(uri: string): boolean {
  return /^http:\/\/127\.0\.0\.1:\d+\/api\/sources\/spotify\/callback$/.test(uri);
}

/** Null entries are no part of the description, and come all the same. */
function withoutOddities(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  const items: unknown = Reflect.get(body, "items");
  if (!Array.isArray(items)) return body;
  const isPlain = (entry: unknown): boolean =>
    typeof entry === "object" && entry !== null && (!("item" in entry) || isCatalogue(entry.item));
  return { ...body, items: items.filter(isPlain) };
}

function isCatalogue(item: unknown): boolean {
  return (
    typeof item === "object" &&
    item !== null &&
    "id" in item &&
    item.id !== null &&
    "type" in item &&
    item.type === "track"
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}

export type { Account, Playlist, Track };
