import { expect, it } from "vitest";
import { MoodSyncError } from "../../core/errors.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { createApiClient, type Transport } from "./api-client.ts";

const STATUS = { name: "moodsync", version: "1.0.0", tracks: 2, playable: 1, folder: null, scanning: false };

function clientOf(transport: Transport) {
  return createApiClient(transport, "http://127.0.0.1:5000");
}

it("asks the server and checks what it says", async () => {
  const asked: Request[] = [];
  const client = clientOf(async (request) => {
    asked.push(request);
    return Response.json(request.url.endsWith("/status") ? STATUS : { tracks: [], total: 0, totalIsExact: true });
  });
  await expect(client.status()).resolves.toEqual(STATUS);
  await client.tracks({ query: "a b&c", limit: 5, offset: 10 });
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "GET http://127.0.0.1:5000/api/status",
    "GET http://127.0.0.1:5000/api/tracks?limit=5&offset=10&query=a+b%26c",
  ]);
});

it.each([
  [400, 2],
  [404, 3],
  [409, 4],
  [503, 4],
  [507, 5],
  [500, 1],
])("carries the server's code and kind for status %i: exit code %i", async (status, exitCode) => {
  const body = { error: { code: "some.code", message: "Some sentence.", details: { a: 1 } } };
  const error: unknown = await clientOf(async () => Response.json(body, { status }))
    .status()
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "some.code", message: "Some sentence.", details: { a: 1 } });
  expect(exitCodeOf(error)).toBe(exitCode);
});

it.each([
  ["something that is no JSON", () => new Response("<html>"), "api.unexpected"],
  ["JSON of another form", () => Response.json({ name: "other" }), "api.unexpected"],
  ["an error without a body", () => new Response("", { status: 404 }), "api.failed"],
])("recognises %s", async (_, answer, code) => {
  await expect(clientOf(async () => answer()).status()).rejects.toMatchObject({ code });
});

it("says so when nobody answers", async () => {
  const client = clientOf(() => Promise.reject(new TypeError("fetch failed")));
  await expect(client.status()).rejects.toMatchObject({ code: "api.unreachable", kind: "unavailable" });
  await expect(client.status()).rejects.toBeInstanceOf(MoodSyncError);
});
