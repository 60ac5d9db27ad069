/**
 * Stands in for the Apple Music API in the tests: checks every developer token as Apple does (ES256 by the key it knows,
 * issuer, at most six months), wants the listener's token for everything below /v1/me, pages, and fails when told to.
 */
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { importSPKI, jwtVerify } from "jose";

export const APPLE_TEAM = "ABCDE12345";
export const APPLE_KEY_ID = "KEY1234567";
export const LISTENER_TOKEN = "listener-token-of-the-tests";

export interface StandInSong {
  id: string;
  title: string;
  artist: string;
  isrc: string | null;
  /** Default true. */
  playable?: boolean;
}

export interface AppleStandIn {
  url: string;
  /** Content of a .p8 file that it knows. */
  privateKey: string;
  requests: { method: string; path: string; query: URLSearchParams; userToken: string | null }[];
  catalogue: StandInSong[];
  library: StandInSong[];
  ratings: Map<string, number>;
  /** Returns true where it answered itself. */
  interfere: ((request: IncomingMessage, response: ServerResponse) => boolean) | null;
  close(): Promise<void>;
}

const LONGEST_S = 15_777_000;

export async function startAppleStandIn(): Promise<AppleStandIn> {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicKey = await importSPKI(pair.publicKey.export({ type: "spki", format: "pem" }).toString(), "ES256");
  const standIn: AppleStandIn = {
    url: "",
    privateKey: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    requests: [],
    catalogue: [],
    library: [],
    ratings: new Map(),
    interfere: null,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  const isGood = async (authorization: string | undefined): Promise<boolean> => {
    try {
      const token = authorization?.replace(/^Bearer /, "") ?? "";
      const { payload, protectedHeader } = await jwtVerify(token, publicKey, {
        issuer: APPLE_TEAM,
        algorithms: ["ES256"],
      });
      const { iat = 0, exp = Infinity } = payload;
      // Our own requests come from no page, so an origin would not match.
      return protectedHeader.kid === APPLE_KEY_ID && exp - iat <= LONGEST_S && payload["origin"] === undefined;
    } catch {
      return false;
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    request.resume();
    const url = new URL(request.url ?? "/", "http://stand-in");
    const userToken = request.headers["music-user-token"]?.toString() ?? null;
    standIn.requests.push({ method: request.method ?? "", path: url.pathname, query: url.searchParams, userToken });
    if (standIn.interfere?.(request, response) === true) return;
    if (!(await isGood(request.headers.authorization))) return answer(response, 401, null);
    if (url.pathname.startsWith("/v1/me/") && userToken !== LISTENER_TOKEN) return answer(response, 403, null);
    route(standIn, request.method ?? "GET", url, response);
  };

  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  standIn.url = `http://127.0.0.1:${address.port}`;
  return standIn;
}

function route(standIn: AppleStandIn, method: string, url: URL, response: ServerResponse): void {
  const { pathname: path, searchParams } = url;
  const [limit, offset] = [Number(searchParams.get("limit") ?? 25), Number(searchParams.get("offset") ?? 0)];
  const rating = /^\/v1\/me\/ratings\/(?:library-)?songs\/(.+)$/.exec(path)?.[1];
  if (rating !== undefined) return rate(standIn, method, decodeURIComponent(rating), response);
  if (path === "/v1/me/storefront") return answer(response, 200, { data: [{ id: "de", type: "storefronts" }] });
  const search = /^\/v1\/catalog\/([a-z]{2})\/search$/.test(path);
  if (search) {
    if (limit > 25) return answer(response, 400, null);
    const words = (searchParams.get("term") ?? "").toLowerCase();
    const hits = standIn.catalogue.filter(({ title }) => title.toLowerCase().includes(words));
    return answer(response, 200, {
      results: hits.length === 0 ? {} : { songs: page(hits, limit, offset, path, "songs") },
    });
  }
  if (path === "/v1/me/library/songs") {
    return answer(response, 200, page(standIn.library, limit, offset, path, "library-songs"));
  }
  if (path === "/v1/me/library/playlists") {
    const data = [{ id: "p.one", type: "library-playlists", attributes: { name: "Evening" } }, { broken: true }];
    return answer(response, 200, { data });
  }
  if (path === "/v1/me/library/playlists/p.one/tracks") {
    return answer(response, 200, page(standIn.library.slice(0, 1), limit, offset, path, "library-songs"));
  }
  const single = /\/songs\/([^/]+)$/.exec(path)?.[1];
  const song = [...standIn.catalogue, ...standIn.library].find(({ id }) => id === decodeURIComponent(single ?? ""));
  if (!song) return answer(response, 404, { errors: [{ status: "404" }] });
  answer(response, 200, page([song], 1, 0, path, song.id.startsWith("i.") ? "library-songs" : "songs"));
}

function rate(standIn: AppleStandIn, method: string, id: string, response: ServerResponse): void {
  if (method === "PUT") standIn.ratings.set(id, 1);
  else standIn.ratings.delete(id);
  if (method === "PUT") answer(response, 200, { data: [] });
  else response.writeHead(204).end();
}

function page(songs: readonly StandInSong[], limit: number, offset: number, path: string, type: string) {
  const data = songs.slice(offset, offset + limit).map((song) => resource(song, type));
  const next = offset + limit < songs.length ? { next: `${path}?offset=${offset + limit}` } : {};
  return { data, ...next };
}

function resource({ id, title, artist, isrc, playable = true }: StandInSong, type: string) {
  return {
    id,
    type,
    attributes: {
      name: title,
      artistName: artist,
      albumName: "An Album",
      durationInMillis: 200_000,
      genreNames: ["Pop", "Music"],
      url: `https://music.apple.com/de/song/${id}`,
      artwork: { url: "https://is1-ssl.mzstatic.com/image/{w}x{h}bb.jpg", width: 3000, height: 3000 },
      previews: [{ url: "https://audio-ssl.itunes.apple.com/preview.m4a" }],
      ...(isrc === null ? {} : { isrc }),
      ...(playable ? { playParams: { id, kind: "song" } } : {}),
    },
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(body === null ? "" : JSON.stringify(body));
}
