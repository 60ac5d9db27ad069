import type { LookupAddress, lookup } from "node:dns";
import { once } from "node:events";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { createGuardedFetch, type AllowedScope } from "./guarded-fetch.ts";

/** Names as the test wishes; the code asks for all addresses of a name. */
function names(addresses: () => LookupAddress[]): typeof lookup {
  const fake = (_name: string, _options: unknown, callback: (error: null, found: LookupAddress[]) => void): void => {
    callback(null, addresses());
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of its many forms one is used
  return fake as unknown as typeof lookup;
}

async function startServer(): Promise<number> {
  const server = createServer((request, response) => response.end(request.url));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function ask(scope: AllowedScope, address: string): Promise<string> {
  const port = await startServer();
  const family = address.includes(":") ? 6 : 4;
  const options = { address: `http://music.example.org:${port}`, scope, lookup: names(() => [{ address, family }]) };
  const guarded = createGuardedFetch(options);
  onTestFinished(() => guarded.close());
  const response = await guarded.fetch(`http://music.example.org:${port}/rest/ping`, {});
  return await response.text();
}

test("a server in the listener's own network is reached where it was named so", async () => {
  expect(await ask("private", "127.0.0.1")).toBe("/rest/ping");
  expect(await ask("any", "127.0.0.1")).toBe("/rest/ping");
});

test("a name that was on the internet and now leads home is refused, and link-local addresses always are", async () => {
  const refused = { code: "subsonic.address-refused" };
  await expect(ask("public", "127.0.0.1")).rejects.toMatchObject(refused);
  await expect(ask("public", "::1")).rejects.toMatchObject(refused);
  for (const scope of ["any", "private", "public"] as const) {
    await expect(ask(scope, "169.254.169.254")).rejects.toMatchObject(refused);
  }
});

test("of several addresses one that is refused refuses the name", async () => {
  const both = [
    { address: "127.0.0.1", family: 4 },
    { address: "169.254.1.1", family: 4 },
  ];
  const port = await startServer();
  const guarded = createGuardedFetch({ address: `http://m.example:${port}`, scope: "any", lookup: names(() => both) });
  await expect(guarded.fetch(`http://m.example:${port}/`, {})).rejects.toMatchObject({
    code: "subsonic.address-refused",
  });
});

test("no other host is asked, whatever the caller wishes", async () => {
  const guarded = createGuardedFetch({ address: "http://music.example.org", scope: "any" });
  await expect(guarded.fetch("http://other.example.org/rest/ping", {})).rejects.toMatchObject({
    code: "subsonic.redirected",
  });
});
