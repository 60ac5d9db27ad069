/**
 * Lets only this server's own page and local programs in: a foreign Host header (DNS rebinding) and a request that a
 * foreign page makes in the listener's browser are refused. There is no sign-in to protect what is behind.
 */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { MoodSyncError } from "../../core/errors.ts";

/**
 * Refuses requests whose Host is not a name of this server: a loopback name, the configured host, or, where the server
 * listens on all addresses, an IP address (which no foreign name can be rebound to) or the machine's own name.
 * @throws MoodSyncError `request.foreign-host`
 */
export function ownHostOnly(listenHost: string) {
  const everywhere = listenHost === "0.0.0.0" || listenHost === "::";
  const machine = hostname().toLowerCase();
  const isOwn = (name: string): boolean =>
    isLoopback(name) ||
    name === listenHost.toLowerCase() ||
    (everywhere && (isIP(name) !== 0 || name === machine || name === `${machine}.local`));

  return createMiddleware(async (context, next) => {
    const name = hostName(`http://${context.req.header("host") ?? new URL(context.req.url).host}`);
    if (name === null || !isOwn(name)) {
      throw new MoodSyncError("request.foreign-host", "This server does not answer to that host name.", {
        kind: "forbidden",
      });
    }
    await next();
  });
}

/**
 * Refuses requests that a page of another origin makes. `Sec-Fetch-Site` is the browser's own word and cannot be set by
 * a page; `Origin` is judged where a browser is too old to send it.
 * @throws MoodSyncError `request.foreign-origin`
 */
export const ownOriginOnly = createMiddleware(async (context, next) => {
  const site = context.req.header("sec-fetch-site");
  const origin = context.req.header("origin");
  const host = context.req.header("host") ?? new URL(context.req.url).host;
  if (!isOwnOrigin(site, origin, host) && !isReturn(context)) {
    throw new MoodSyncError("request.foreign-origin", "Only MoodSync's own page may use this API.", {
      kind: "forbidden",
    });
  }
  await next();
});

/**
 * The browser comes back from a service's consent page, sent by a page that is not ours. What it brings is worth nothing
 * without the state that was given out here.
 */
function isReturn({ req }: Context): boolean {
  return req.method === "GET" && RETURN_PATHS.has(req.path) && req.header("sec-fetch-mode") === "navigate";
}

const RETURN_PATHS: ReadonlySet<string> = new Set(["/api/sources/spotify/callback"]);

function isOwnOrigin(site: string | undefined, origin: string | undefined, host: string): boolean {
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  if (origin === undefined) return true;
  if (
    origin.toLowerCase() === `http://${host}`.toLowerCase() ||
    origin.toLowerCase() === `https://${host}`.toLowerCase()
  ) {
    return true;
  }
  // A development server on this machine passes requests on under its own port; the browser saw one origin only.
  const name = hostName(origin);
  return site === "same-origin" && name !== null && isLoopback(name);
}

/** The host name in a URL, lower case, without port and brackets; null when it is no URL. */
function hostName(url: string): string | null {
  if (!URL.canParse(url)) return null;
  return new URL(url).hostname.toLowerCase().replace(/^\[(.*)\]$/, "$1");
}

function isLoopback(name: string): boolean {
  return name === "localhost" || name === "::1" || /^127\.\d+\.\d+\.\d+$/.test(name);
}
