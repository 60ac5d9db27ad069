/**
 * An OpenSubsonic server of the tests' own, for what a real one cannot be made to do: enormous libraries, null fields,
 * XML, an old version, redirects, a bad certificate, going away in the middle of something.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";

export interface StandInRequest {
  /** Such as `ping`. */
  method: string;
  verb: string;
  parameters: URLSearchParams;
  path: string;
}

export interface SubsonicStandIn {
  url: string;
  port: number;
  requests: StandInRequest[];
  songs: Record<string, unknown>[];
  /** What every answer says of the server. */
  envelope: Record<string, unknown>;
  extensions: string[];
  /** Returns true where it answered (or cut) the request itself. */
  interfere: ((request: StandInRequest, response: ServerResponse) => boolean) | null;
  close(): Promise<void>;
}

export const STAND_IN_USER = { username: "anna", password: "sesame" } as const;
export const STAND_IN_KEY = "an-api-key";

export interface StandInOptions {
  /** Speaks TLS with this self-signed certificate. */
  tls?: { key: string; cert: string };
  host?: string;
}

export async function startSubsonicStandIn(options: StandInOptions = {}): Promise<SubsonicStandIn> {
  const { tls, host = "127.0.0.1" } = options;
  const listener = (request: IncomingMessage, response: ServerResponse): void => void handle(request, response);
  const server: Server = tls ? createSecureServer(tls, listener) : createServer(listener);
  const standIn: SubsonicStandIn = {
    url: "",
    port: 0,
    requests: [],
    songs: [],
    envelope: { status: "ok", version: "1.16.1", type: "stand-in", serverVersion: "1.0", openSubsonic: true },
    extensions: ["formPost"],
    interfere: null,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = "";
    for await (const part of incoming) body += String(part);
    const url = new URL(incoming.url ?? "/", "http://stand-in");
    const parameters = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]);
    const method = url.pathname.replace(/^.*\/rest\//, "");
    const request = { method, verb: incoming.method ?? "GET", parameters, path: url.pathname };
    standIn.requests.push(request);
    if (standIn.interfere?.(request, response) === true) return;
    const denied = deny(parameters);
    if (denied === null) respond(standIn, request, response);
    else send(response, { ...standIn.envelope, status: "failed", error: denied });
  };

  server.listen(0, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  standIn.port = address.port;
  standIn.url = `${tls ? "https" : "http"}://${host}:${address.port}`;
  return standIn;
}

/** An answer as JSON, inside its envelope. */
export function send(response: ServerResponse, content: Record<string, unknown>): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ "subsonic-response": content }));
}

function deny(parameters: URLSearchParams): { code: number; message: string } | null {
  const key = parameters.get("apiKey");
  if (key !== null) return key === STAND_IN_KEY ? null : { code: 44, message: "Invalid API key" };
  const salted = createHash("md5")
    .update(STAND_IN_USER.password + (parameters.get("s") ?? ""))
    .digest("hex");
  const good = parameters.get("u") === STAND_IN_USER.username && parameters.get("t") === salted;
  return good ? null : { code: 40, message: "Wrong username or password" };
}

function respond(standIn: SubsonicStandIn, { method, parameters }: StandInRequest, response: ServerResponse): void {
  const answer = (content: Record<string, unknown>): void => send(response, { ...standIn.envelope, ...content });
  const notFound = (): void => answer({ status: "failed", error: { code: 70, message: "not found" } });
  const number = (name: string, otherwise: number): number => Number(parameters.get(name) ?? otherwise);
  if (method === "ping") return answer({});
  if (method === "getOpenSubsonicExtensions") {
    return answer({ openSubsonicExtensions: standIn.extensions.map((name) => ({ name, versions: [1] })) });
  }
  if (method === "search3") {
    const [count, offset] = [number("songCount", 20), number("songOffset", 0)];
    return answer({ searchResult3: { song: standIn.songs.slice(offset, offset + count) } });
  }
  if (method === "getSong") {
    const song = standIn.songs.find(({ id }) => String(id) === parameters.get("id"));
    return song ? answer({ song }) : notFound();
  }
  if (method === "star" || method === "unstar" || method === "scrobble") return answer({});
  notFound();
}
