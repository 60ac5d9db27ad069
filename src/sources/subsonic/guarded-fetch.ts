/**
 * A `fetch` that reaches one music server and nothing else, so that an address typed into the page cannot be turned
 * into a way to other machines:
 *
 * - The listener named the server, so a server on this machine or in their network is as good as one on the internet.
 * - Its name is looked up for each connection, and the connection goes to the very address that was judged. Where the
 *   server was on the internet when it was connected, private addresses are refused from then on (DNS rebinding);
 *   link-local, multicast and unspecified addresses are refused always.
 * - Redirects are followed three times at most, only to the same host, and never from https to http.
 * - A certificate is trusted as usual, or where it is exactly the one whose fingerprint the listener confirmed; the check
 *   comes before anything is sent.
 */
import { lookup as systemLookup } from "node:dns";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { connect as connectPlain, isIP, type LookupFunction } from "node:net";
import { Readable } from "node:stream";
import { connect as connectSecurely, type TLSSocket } from "node:tls";
import { MoodSyncError } from "../../core/errors.ts";
import type { Fetch } from "../services/outgoing-request.ts";
import { serviceError } from "../services/service-errors.ts";
import { scopeOfAddress, type AddressScope } from "./address-scope.ts";

/** `any` while connecting, when the scope is found out; afterwards what it was found to be. */
export type AllowedScope = "any" | Exclude<AddressScope, "forbidden">;

export interface GuardedFetchOptions {
  /** As `parseServerAddress` gives it. */
  address: string;
  scope: AllowedScope;
  /** SHA-256 of the one certificate to trust besides those that authorities vouch for, in any spelling. */
  fingerprint?: string | null;
  /** Names to addresses; default the system's. */
  lookup?: typeof systemLookup;
}

export interface GuardedFetch {
  fetch: Fetch;
  /** Where the last connection went; null before the first. */
  lastScope: () => AddressScope | null;
  close: () => void;
}

const MOST_REDIRECTS = 3;
const HANDSHAKE_MS = 15_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const base = new URL(options.address);
  const trusted = options.fingerprint ? plainFingerprint(options.fingerprint) : null;
  let lastScope: AddressScope | null = null;

  const judge = (address: string): void => {
    const scope = scopeOfAddress(address);
    if (scope === "forbidden" || (options.scope === "public" && scope === "private")) throw refusedAddress(scope);
    lastScope = scope;
  };
  const lookup = guardedLookup(options.lookup ?? systemLookup, judge);
  const agents = createAgents(lookup, judge, trusted);

  const send = async (url: URL, init: RequestInit): Promise<Response> => {
    const message = await exchange(url, init, url.protocol === "https:" ? agents.https : agents.http);
    return toResponse(message);
  };

  return {
    lastScope: () => lastScope,
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
    async fetch(address, init) {
      let url = new URL(address);
      if (url.hostname !== base.hostname) throw redirected("to another host");
      let current = init;
      for (let redirects = 0; ; redirects += 1) {
        const response = await send(url, current);
        const location = REDIRECTS.has(response.status) ? response.headers.get("location") : null;
        if (location === null) return response;
        await response.body?.cancel();
        if (redirects === MOST_REDIRECTS) throw redirected("again and again");
        const next = nextUrl(url, location);
        if (response.status === 303) current = { ...current, method: "GET", body: null };
        url = next;
      }
    },
  };
}

function nextUrl(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw redirected("to something that is no address");
  const next = new URL(location, from);
  if (next.hostname !== from.hostname) throw redirected("to another host");
  const upgraded = from.protocol === "http:" && next.protocol === "https:";
  if (next.protocol !== from.protocol && !upgraded) throw redirected("from https to something less safe");
  if (!upgraded && next.host !== from.host) throw redirected("to another port");
  // What identifies the listener stands in the query, which some servers drop on the way.
  if (next.search === "" && from.search !== "") next.search = from.search;
  return next;
}

function redirected(where: string): MoodSyncError {
  return new MoodSyncError(
    "subsonic.redirected",
    `The music server redirects ${where}. MoodSync does not follow, so that your sign-in goes nowhere else. Give the address that it redirects to, if you know it.`,
    { kind: "unavailable" },
  );
}

function refusedAddress(scope: AddressScope): MoodSyncError {
  const message =
    scope === "forbidden"
      ? "The server's name leads to an address at which no music server can be."
      : "The server was on the internet when it was connected, and its name now leads into a private network. Connect it again if it has moved.";
  return new MoodSyncError("subsonic.address-refused", message, { kind: "forbidden" });
}

/** Looks a name up and judges every address it has: one that is refused refuses the name. */
function guardedLookup(lookup: typeof systemLookup, judge: (address: string) => void): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      try {
        if (error) throw error;
        for (const { address } of addresses) judge(address);
        const first = addresses[0];
        if (options.all === true) callback(null, addresses);
        else callback(first ? null : new Error("ENOTFOUND"), first?.address ?? "", first?.family ?? 0);
      } catch (refused) {
        callback(refused instanceof Error ? refused : new Error("lookup failed"), "", 0);
      }
    });
  };
}

interface Agents {
  http: HttpAgent;
  https: HttpsAgent;
}

function createAgents(lookup: LookupFunction, judge: (address: string) => void, trusted: string | null): Agents {
  const http = new HttpAgent({ keepAlive: true });
  http.createConnection = (options) => {
    const host = options.host ?? "";
    // A literal address is never looked up, so it is judged here.
    if (isIP(host) !== 0) judge(host);
    return connectPlain({ host, port: Number(options.port), lookup });
  };
  const https = new HttpsAgent({ keepAlive: true, maxCachedSessions: 0 });
  https.createConnection = (options, done) => {
    const host = options.host ?? "";
    if (isIP(host) !== 0) judge(host);
    const servername = isIP(host) === 0 ? host : undefined;
    const socket = connectSecurely({
      host,
      port: Number(options.port),
      lookup,
      rejectUnauthorized: false,
      ...(servername === undefined ? {} : { servername }),
    });
    const fail = (error: Error): void => done?.(error, socket);
    socket.once("error", fail);
    // A request that was given up leaves a handshake without an end behind.
    socket.setTimeout(HANDSHAKE_MS, () => socket.destroy(new Error("the handshake took too long")));
    socket.once("secureConnect", () => {
      socket.setTimeout(0);
      socket.removeListener("error", fail);
      const problem = certificateProblem(socket, trusted);
      if (problem === null) done?.(null, socket);
      else {
        socket.destroy();
        done?.(problem, socket);
      }
    });
    // Handed over through the callback, once the certificate has been looked at.
    return undefined;
  };
  return { http, https };
}

function certificateProblem(socket: TLSSocket, trusted: string | null): MoodSyncError | null {
  if (socket.authorized) return null;
  const certificate = socket.getPeerCertificate();
  const fingerprint = certificate.fingerprint256 ?? null;
  if (trusted !== null && fingerprint !== null && plainFingerprint(fingerprint) === trusted) return null;
  const reason = String(socket.authorizationError ?? "unknown").slice(0, 100);
  return serviceError("service.bad-certificate", "The music server", {
    message: `${CERTIFICATE_SENTENCES.get(reason) ?? "The music server shows a certificate that nobody vouches for."} Nothing was sent to it. If the server is your own and the fingerprint is the one it shows, you can trust exactly this certificate.`,
    details: {
      reason,
      fingerprint,
      subject: text(certificate.subject?.CN),
      issuer: text(certificate.issuer?.CN),
      validTo: text(certificate.valid_to),
      changed: trusted !== null,
    },
  });
}

const CERTIFICATE_SENTENCES: ReadonlyMap<string, string> = new Map([
  ["CERT_HAS_EXPIRED", "The music server's certificate has expired."],
  ["CERT_NOT_YET_VALID", "The music server's certificate is not valid yet; is this machine's clock right?"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "The music server's certificate is made out to another name."],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "The music server's certificate is signed by itself."],
  ["SELF_SIGNED_CERT_IN_CHAIN", "The music server's certificate is signed by an authority unknown to this machine."],
]);

function text(value: unknown): string | null {
  return typeof value === "string" ? value.slice(0, 200) : null;
}

function plainFingerprint(fingerprint: string): string {
  return fingerprint
    .replace(/^sha-?256:?/i, "")
    .replace(/[^0-9a-f]/gi, "")
    .toLowerCase();
}

function exchange(url: URL, init: RequestInit, agent: HttpAgent | HttpsAgent): Promise<IncomingMessage> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = Object.fromEntries(new Headers(init.headers));
  const body = typeof init.body === "string" ? init.body : undefined;
  if (body !== undefined) headers["content-length"] = String(Buffer.byteLength(body));
  return new Promise((resolve, reject) => {
    const signal = init.signal ?? undefined;
    const request = send(url, { method: init.method ?? "GET", headers, agent, ...(signal ? { signal } : {}) }, resolve);
    request.once("error", reject);
    request.end(body);
  });
}

function toResponse(message: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const status = message.statusCode ?? 502;
  const empty = status === 204 || status === 205 || status === 304;
  if (empty) message.resume();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's stream of bytes and the web's differ in name alone
  const body = empty ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>);
  return new Response(body, { status, headers });
}
