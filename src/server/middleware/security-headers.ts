/**
 * Headers on every answer that make the page's promises checkable: nothing is loaded from, or sent to, anywhere else.
 * A streaming service that is on gets the least that it needs: its own script runs in a player page of its own, in a
 * frame, and only that page's policy admits it; the app's page may additionally show the service's pictures.
 */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";

/** Addresses of the services' player scripts; null while a service is off. */
export interface PlayerScripts {
  spotify: string | null;
  appleMusic: string | null;
}

type Service = keyof PlayerScripts;

/** A policy's directives in order, each with its sources. */
type Policy = Readonly<Record<string, readonly string[]>>;

const SELF = "'self'";
const NONE = "'none'";

const PAGE_POLICY: Policy = {
  "default-src": [SELF],
  "script-src": [SELF, "'wasm-unsafe-eval'"],
  "style-src": [SELF],
  "worker-src": [SELF],
  "img-src": [SELF, "blob:", "data:"],
  "media-src": [SELF, "blob:"],
  "connect-src": [SELF],
  "font-src": [SELF],
  "object-src": [NONE],
  "base-uri": [NONE],
  "form-action": [NONE],
  "frame-ancestors": [NONE],
};

/** Where the services keep their covers; shown as they are, straight from there. */
const PICTURES: Readonly<Record<Service, readonly string[]>> = {
  spotify: ["https://*.scdn.co", "https://*.spotifycdn.com"],
  appleMusic: ["https://*.mzstatic.com"],
};

/** The player pages, made from src/web/services/. */
const PLAYER_PAGES: Readonly<Record<string, Service>> = {
  "/services/spotify/player.html": "spotify",
  "/services/apple-music/player.html": "appleMusic",
};

/** What each player page gets beside the app's own policy, given the origin of its script. */
const PLAYER_POLICIES: Readonly<Record<Service, (origin: string) => Policy>> = {
  // The script puts a hidden frame of its own origin in the page, which does all the rest under its own policy.
  spotify: (origin) => ({ "script-src": [SELF, origin], "frame-src": [origin] }),
  // MusicKit works in the page itself: catalogue, licences and sound come from hosts below apple.com.
  appleMusic: (origin) => ({
    "script-src": [SELF, origin],
    "connect-src": [SELF, "https://*.apple.com", "https://*.mzstatic.com"],
    "media-src": [SELF, "blob:", "https://*.apple.com"],
    "frame-src": ["https://*.apple.com"],
    "worker-src": [SELF, "blob:"],
  }),
};

const HEADERS: readonly [name: string, value: string][] = [
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "no-referrer"],
];

/** Everything but the player pages. */
const PAGE_HEADERS: readonly [name: string, value: string][] = [
  ["Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"],
  // Shared memory for the inference threads, without the cross-origin headers that would bar embedded players.
  ["Document-Isolation-Policy", "isolate-and-credentialless"],
];

/** No sense at all; and no isolation policy, so that browsers which know it put the frame into a process of its own. */
const PLAYER_HEADERS: readonly [name: string, value: string][] = [
  ["Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"],
];

/** @param playerScripts asked at every page that is sent, so that a service's part ends with its connection */
export function securityHeaders(playerScripts: () => PlayerScripts | Promise<PlayerScripts>) {
  return createMiddleware(async (context, next) => {
    await next();
    for (const [name, value] of await headersFor(context, playerScripts)) context.res.headers.set(name, value);
  });
}

async function headersFor(
  context: Context,
  playerScripts: () => PlayerScripts | Promise<PlayerScripts>,
): Promise<[name: string, value: string][]> {
  // A policy counts for documents alone: what a page fetches need not wait for the answer.
  const scripts = isDocument(context) ? await playerScripts() : { spotify: null, appleMusic: null };
  const service = PLAYER_PAGES[context.req.path];
  const script = service === undefined ? null : scripts[service];
  if (service !== undefined && script !== null) {
    return [...HEADERS, ...PLAYER_HEADERS, ["Content-Security-Policy", written(playerPolicy(service, script))]];
  }
  return [...HEADERS, ...PAGE_HEADERS, ["Content-Security-Policy", written(pagePolicy(scripts))]];
}

/** A page, or "not modified" for one: its headers replace those that the browser has kept. */
function isDocument({ req, res }: Context): boolean {
  if (res.status === 304) return /(\/|\.html)$/.test(req.path);
  return res.headers.get("content-type")?.startsWith("text/html") ?? false;
}

function pagePolicy(scripts: PlayerScripts): Policy {
  const pictures = [
    ...(scripts.spotify === null ? [] : PICTURES.spotify),
    ...(scripts.appleMusic === null ? [] : PICTURES.appleMusic),
  ];
  return { ...PAGE_POLICY, "img-src": [...(PAGE_POLICY["img-src"] ?? []), ...pictures] };
}

function playerPolicy(service: Service, script: string): Policy {
  return { ...PAGE_POLICY, ...PLAYER_POLICIES[service](new URL(script).origin), "frame-ancestors": [SELF] };
}

function written(policy: Policy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(" "))
    .join("; ");
}
