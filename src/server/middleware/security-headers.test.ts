/** The policy is as narrow as it can be, wider only while a service is on, and then only where it must be. */
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { type PlayerScripts, securityHeaders } from "./security-headers.ts";

const OFF: PlayerScripts = { spotify: null, appleMusic: null };
const SDK = "https://sdk.scdn.co/spotify-player.js";
const MUSICKIT = "https://js-cdn.music.apple.com/musickit/v3/musickit.js";
const SPOTIFY_PAGE = "/services/spotify/player.html";
const APPLE_PAGE = "/services/apple-music/player.html";

async function headersOf(path: string, scripts: PlayerScripts, type = "text/html; charset=utf-8"): Promise<Headers> {
  const app = new Hono();
  app.use(securityHeaders(() => Promise.resolve(scripts)));
  app.get("*", (context) => context.body("x", 200, { "content-type": type }));
  return (await app.request(path)).headers;
}

async function policyOf(path: string, scripts: PlayerScripts, type?: string): Promise<Map<string, string>> {
  const policy = (await headersOf(path, scripts, type)).get("content-security-policy") ?? "";
  return new Map(
    policy.split("; ").map((part): [string, string] => {
      const [directive = "", ...sources] = part.split(" ");
      return [directive, sources.join(" ")];
    }),
  );
}

describe("the policy", () => {
  it("names no other origin while no service is on, on no page", async () => {
    const strict = (await headersOf("/", OFF)).get("content-security-policy");
    expect(strict).not.toMatch(/https?:|\*|'unsafe-/);
    expect(strict).toContain("script-src 'self' 'wasm-unsafe-eval'; style-src 'self'");
    for (const path of [SPOTIFY_PAGE, APPLE_PAGE]) {
      expect((await headersOf(path, OFF)).get("content-security-policy")).toBe(strict);
    }
  });
  it("lets the page that sees the camera show a service's pictures, and run nothing of it", async () => {
    const off = await policyOf("/", OFF);
    const on = await policyOf("/", { spotify: SDK, appleMusic: MUSICKIT });
    expect(on.get("img-src")).toBe(
      "'self' blob: data: https://*.scdn.co https://*.spotifycdn.com https://*.mzstatic.com",
    );
    on.delete("img-src");
    off.delete("img-src");
    expect(on).toEqual(off);
    const spotifyAlone = await policyOf("/", { ...OFF, spotify: SDK });
    expect(spotifyAlone.get("img-src")).not.toContain("mzstatic");
  });
  it("lets Spotify's script run in its own page alone, from the address that is configured", async () => {
    const scripts = { ...OFF, spotify: SDK };
    const player = await policyOf(SPOTIFY_PAGE, scripts);
    expect(player.get("script-src")).toBe("'self' https://sdk.scdn.co");
    expect(player.get("frame-src")).toBe("https://sdk.scdn.co");
    expect(player.get("connect-src")).toBe("'self'");
    expect(player.get("frame-ancestors")).toBe("'self'");
    expect((await policyOf(APPLE_PAGE, scripts)).get("script-src")).toBe("'self' 'wasm-unsafe-eval'");
    const elsewhere = await policyOf(SPOTIFY_PAGE, { ...OFF, spotify: "http://127.0.0.1:4711/sdk.js" });
    expect(elsewhere.get("script-src")).toBe("'self' http://127.0.0.1:4711");
  });
  it("lets MusicKit reach Apple from its own page", async () => {
    const player = await policyOf(APPLE_PAGE, { ...OFF, appleMusic: MUSICKIT });
    expect(player.get("script-src")).toBe("'self' https://js-cdn.music.apple.com");
    expect(player.get("connect-src")).toBe("'self' https://*.apple.com https://*.mzstatic.com");
    expect(player.get("object-src")).toBe("'none'");
  });
  it("gives a player page no camera, and the app's page no microphone", async () => {
    const scripts = { ...OFF, spotify: SDK };
    const player = await headersOf(SPOTIFY_PAGE, scripts);
    expect(player.get("permissions-policy")).toContain("camera=()");
    expect(player.get("document-isolation-policy"), "a process of its own").toBeNull();
    const page = await headersOf("/", scripts);
    expect(page.get("permissions-policy")).toContain("camera=(self), microphone=()");
    expect(page.get("document-isolation-policy")).toBe("isolate-and-credentialless");
  });
  it("comes anew with the word that a page has not changed, since a kept page takes its headers from there", async () => {
    const app = new Hono();
    app.use(securityHeaders(() => ({ ...OFF, spotify: SDK })));
    app.get("*", (context) => context.body(null, 304));
    for (const [path, part] of [
      ["/", "https://*.scdn.co"],
      [SPOTIFY_PAGE, "script-src 'self' https://sdk.scdn.co"],
    ] as const) {
      expect((await app.request(path)).headers.get("content-security-policy")).toContain(part);
    }
  });
  it("is the narrow one on everything that is not a document, without asking", async () => {
    const app = new Hono();
    let asked = 0;
    app.use(
      securityHeaders(() => {
        asked += 1;
        return { spotify: SDK, appleMusic: null };
      }),
    );
    app.get("*", (context) => context.json({}));
    const policy = (await app.request("/api/status")).headers.get("content-security-policy");
    expect(policy).not.toMatch(/https?:/);
    expect(asked).toBe(0);
  });
});
