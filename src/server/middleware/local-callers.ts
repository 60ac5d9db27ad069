/**
 * Lets only this server's own page and local programs in: a foreign Host header (DNS rebinding) and a request that a
 * foreign page makes in the listener's browser are refused. There is no sign-in to protect what is behind.
 */
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
  if (!isOwnOrigin(site, origin, host)) {
    throw new MoodSyncError("request.foreign-origin", "Only MoodSync's own page may use this API.", {
      kind: "forbidden",
    });
  }
  await next();
});

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
