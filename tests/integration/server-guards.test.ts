/** Who may talk to the server: over a real socket, since only there can a Host header be a lie. */
import { request } from "node:http";
import { expect, test } from "vitest";
import { startServer } from "../../src/server/main.ts";
import { onTestFinished } from "vitest";
import { configOn, fakeSource, openOn, temporaryFolder } from "./server-fixtures.ts";

interface RawAnswer {
  status: number;
  code: string | undefined;
}

/** Asks with exactly the headers given. */
async function rawRequest(
  url: string,
  path: string,
  headers: Record<string, string>,
  method = "GET",
): Promise<RawAnswer> {
  return await new Promise((resolve, reject) => {
    const sent = request(new URL(url), { path, method, headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += String(chunk)));
      response.on("end", () => {
        const isJson = response.headers["content-type"]?.startsWith("application/json");
        resolve({ status: response.statusCode ?? 0, code: isJson ? JSON.parse(text).error?.code : undefined });
      });
    });
    sent.on("error", reject);
    sent.end();
  });
}

async function serve(host = "127.0.0.1"): Promise<string> {
  const server = await startServer(configOn(await temporaryFolder(), { host }), { source: fakeSource() });
  onTestFinished(() => server.close());
  return server.url;
}

test.each([
  ["127.0.0.1", 200],
  ["127.0.0.1:5000", 200],
  ["localhost:80", 200],
  ["LOCALHOST", 200],
  ["[::1]:5000", 200],
  ["evil.example", 403],
  ["evil.example:5000", 403],
  ["localhost.evil.example", 403],
  ["127.0.0.1.evil.example", 403],
  ["169.254.169.254", 403],
  ["192.168.0.2", 403],
])("on loopback the Host header %s gets %i", async (host, status) => {
  const answer = await rawRequest(await serve(), "/api/status", { host });
  expect(answer).toEqual({ status, code: status === 403 ? "request.foreign-host" : undefined });
});

test("the page itself is behind the same Host check", async () => {
  const answer = await rawRequest(await serve(), "/", { host: "evil.example", accept: "text/html" });
  expect(answer).toEqual({ status: 403, code: "request.foreign-host" });
});

test("a server on all addresses answers to IP addresses and refuses foreign names", async () => {
  const url = (await serve("0.0.0.0")).replace("localhost", "127.0.0.1");
  expect((await rawRequest(url, "/api/status", { host: "192.168.0.2:5000" })).status).toBe(200);
  expect((await rawRequest(url, "/api/status", { host: "evil.example" })).status).toBe(403);
});

const HOST = "127.0.0.1:5000";
test.each([
  [{}, 200],
  [{ origin: "http://127.0.0.1:5000" }, 200],
  [{ origin: "http://127.0.0.1:5000", "sec-fetch-site": "same-origin" }, 200],
  [{ "sec-fetch-site": "none" }, 200],
  // A development server passes the page's requests on.
  [{ origin: "http://localhost:5173", "sec-fetch-site": "same-origin" }, 200],
  [{ origin: "http://localhost:5173" }, 403],
  [{ origin: "http://localhost:5173", "sec-fetch-site": "same-site" }, 403],
  [{ origin: "http://evil.example", "sec-fetch-site": "same-origin" }, 403],
  [{ origin: "http://evil.example" }, 403],
  [{ origin: "null" }, 403],
  [{ origin: "http://127.0.0.1:5000.evil.example" }, 403],
  [{ origin: "http://127.0.0.1:5001" }, 403],
  [{ origin: "file://" }, 403],
  [{ "sec-fetch-site": "cross-site" }, 403],
  [{ "sec-fetch-site": "same-site" }, 403],
])("a request with %j gets %i", async (headers, status) => {
  const { ask } = await openOn(await temporaryFolder());
  for (const [method, path] of [
    ["GET", "/status"],
    ["GET", "/openapi.json"],
    ["POST", "/library/scans"],
  ] as const) {
    const answer = await ask(method, path, undefined, { host: HOST, ...headers });
    const refused = answer.body.error?.code === "request.foreign-origin";
    expect({ path, refused }).toEqual({ path, refused: status === 403 });
  }
});

test("every answer carries the policy that keeps everything at home", async () => {
  const { ask } = await openOn(await temporaryFolder());
  for (const path of ["/status", "/nothing", "/tracks/1"]) {
    const { headers } = await ask("GET", path);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/'unsafe-|https?:|\*/);
    expect(headers.get("document-isolation-policy")).toBe("isolate-and-credentialless");
    expect(headers.get("permissions-policy")).toContain("camera=(self)");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  }
});
