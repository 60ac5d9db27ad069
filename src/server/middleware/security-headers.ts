/** Headers on every answer that make the page's promises checkable: nothing is loaded from, or sent to, anywhere else. */
import { createMiddleware } from "hono/factory";

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "worker-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS: readonly [name: string, value: string][] = [
  ["Content-Security-Policy", CONTENT_SECURITY_POLICY],
  ["Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"],
  // Shared memory for the inference threads, without the cross-origin headers that would bar embedded players.
  ["Document-Isolation-Policy", "isolate-and-credentialless"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "no-referrer"],
];

export const securityHeaders = createMiddleware(async (context, next) => {
  await next();
  for (const [name, value] of HEADERS) context.res.headers.set(name, value);
});
