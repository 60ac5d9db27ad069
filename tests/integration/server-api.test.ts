/** The API's answers to good and bad input, and that its OpenAPI document tells the truth. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ErrorResponseSchema } from "../../src/contracts/common.ts";
import { MoodReadingListSchema, MoodReadingSchema } from "../../src/contracts/mood-readings.ts";
import { StatusSchema } from "../../src/contracts/status.ts";
import { openOn, temporaryFolder, writeTrack, scanThrough } from "./server-fixtures.ts";

const READING = { source: "pad", emotion: "happy", valence: 0.5, arousal: 0.25, confidence: 1 };

test("status says what is there", async () => {
  const music = await temporaryFolder();
  await writeTrack(music, "a.mp3");
  await writeTrack(music, "b.mp3", { problem: "audio.truncated" });
  const { ask } = await openOn(await temporaryFolder(), { musicDir: music });
  await scanThrough(ask);
  const { status, body } = await ask("GET", "/status");
  expect(status).toBe(200);
  expect(StatusSchema.parse(body)).toMatchObject({ tracks: 2, playable: 1, folder: music, scanning: false });
});

test("a mood reading is kept and listed as its schema says", async () => {
  const { ask } = await openOn(await temporaryFolder());
  const kept = await ask("POST", "/mood-readings", READING);
  expect(kept.status).toBe(201);
  expect(MoodReadingSchema.parse(kept.body)).toMatchObject({ ...READING, faceCount: 0 });
  const list = await ask("GET", "/mood-readings?limit=1");
  expect(MoodReadingListSchema.parse(list.body)).toEqual({ readings: [kept.body], total: 1 });
});

test.each([
  ["malformed JSON", "POST", "/mood-readings", '{"source":', 400, "request.malformed-json"],
  ["an empty body", "POST", "/mood-readings", "", 400, "request.malformed-json"],
  ["JSON that is no object", "POST", "/mood-readings", "[1]", 400, "request.invalid"],
  ["a field too many", "POST", "/mood-readings", { ...READING, frame: "..." }, 400, "request.invalid"],
  ["a number out of range", "POST", "/mood-readings", { ...READING, valence: 1.5 }, 400, "request.invalid"],
  ["a number that is none", "POST", "/mood-readings", '{"valence":1e999}', 400, "request.invalid"],
  ["an unknown mood in a reading", "POST", "/mood-readings", { ...READING, emotion: "hangry" }, 400, "mood.unknown"],
  ["an unknown mood", "POST", "/playlists", { mood: { emotion: "hangry" } }, 400, "mood.unknown"],
  ["an unknown mood of a hostile name", "POST", "/playlists", { mood: { emotion: "__proto__" } }, 400, "mood.unknown"],
  [
    "a mood and a point at once",
    "POST",
    "/playlists",
    { mood: { emotion: "sad", valence: 0, arousal: 0 } },
    400,
    "request.invalid",
  ],
  ["a list that is too long", "POST", "/playlists", { mood: { emotion: "sad" }, size: 201 }, 400, "request.invalid"],
  [
    "a body that is too large",
    "POST",
    "/playlists",
    { mood: { emotion: "x".repeat(70_000) } },
    413,
    "request.too-large",
  ],
  ["an unknown playlist", "GET", "/playlists/1", undefined, 404, "playlist.not-found"],
  ["an id that is none", "GET", "/playlists/none", undefined, 400, "request.invalid"],
  ["an id below one", "GET", "/tracks/0", undefined, 400, "request.invalid"],
  ["an id beyond all numbers", "GET", "/tracks/99999999999999999999", undefined, 400, "request.invalid"],
  ["an unknown track", "GET", "/tracks/1", undefined, 404, "track.not-found"],
  ["the sound of an unknown track", "GET", "/tracks/1/audio", undefined, 404, "track.not-found"],
  ["the cover of an unknown track", "GET", "/tracks/1/cover", undefined, 404, "track.not-found"],
  ["too long a page", "GET", "/tracks?limit=501", undefined, 400, "request.invalid"],
  ["a play of an unknown track", "POST", "/plays", { trackId: 1 }, 404, "track.not-found"],
  ["an unknown play", "PATCH", "/plays/1", { playedMs: 1 }, 404, "play.not-found"],
  ["feedback on an unknown track", "POST", "/feedback", { trackId: 1, kind: "like" }, 404, "track.not-found"],
  ["feedback of an unknown kind", "POST", "/feedback", { trackId: 1, kind: "love" }, 400, "request.invalid"],
  ["a scan without a folder", "POST", "/library/scans", undefined, 409, "folder.not-set"],
  ["cancelling no scan", "POST", "/library/scans/current/cancel", undefined, 409, "scan.not-running"],
  ["a folder that is not there", "PUT", "/library/folder", { folder: "/no/such/folder" }, 400, "folder.not-found"],
  ["a folder that is a file", "PUT", "/library/folder", { folder: import.meta.filename }, 400, "folder.not-found"],
  ["half a path", "PUT", "/library/folder", { folder: "../music" }, 400, "folder.not-absolute"],
  ["a path with a NUL", "PUT", "/library/folder", { folder: "/tmp\0" }, 400, "folder.not-absolute"],
  ["an unknown route", "GET", "/nothing", undefined, 404, "route.not-found"],
  ["a method that a route does not have", "DELETE", "/tracks", undefined, 404, "route.not-found"],
])("%s is refused with a stable code", async (_, method, path, body, status, code) => {
  const { ask } = await openOn(await temporaryFolder());
  const answer = await ask(method, path, body);
  expect(ErrorResponseSchema.parse(answer.body).error.code).toBe(code);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});

test("details say where a body is wrong, and which moods there are", async () => {
  const { ask } = await openOn(await temporaryFolder());
  const invalid = await ask("POST", "/mood-readings", { ...READING, arousal: 7 });
  expect(invalid.body.error.details.issues).toEqual([{ path: "arousal", message: expect.any(String) }]);
  const unknown = await ask("POST", "/playlists", { mood: { emotion: "hangry" } });
  expect(unknown.body.error.details).toMatchObject({ emotion: "hangry", known: expect.arrayContaining(["sad"]) });
});

test("a body that is not JSON by its type is refused, so that no form of a foreign page gets through", async () => {
  const { ask } = await openOn(await temporaryFolder());
  const answer = await ask("POST", "/mood-readings", JSON.stringify(READING), { "content-type": "text/plain" });
  expect(answer.status).toBe(415);
  expect(answer.body.error.code).toBe("request.unsupported-type");
});

test("a chosen folder is kept over a restart; one from the environment wins and cannot be changed", async () => {
  const [data, chosen, fixed] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
  const first = await openOn(data);
  expect((await first.ask("GET", "/library/folder")).body).toEqual({
    folder: null,
    readable: false,
    fromEnvironment: false,
  });
  await mkdir(join(chosen, "sub"));
  const put = await first.ask("PUT", "/library/folder", { folder: join(chosen, "sub", "..") });
  expect(put.body).toEqual({ folder: chosen, readable: true, fromEnvironment: false });
  await first.close();

  const second = await openOn(data);
  expect((await second.ask("GET", "/library/folder")).body.folder).toBe(chosen);
  await second.close();

  const third = await openOn(data, { musicDir: fixed });
  expect((await third.ask("GET", "/library/folder")).body).toEqual({
    folder: fixed,
    readable: true,
    fromEnvironment: true,
  });
  const refused = await third.ask("PUT", "/library/folder", { folder: chosen });
  expect(refused.status).toBe(409);
  expect(refused.body.error.code).toBe("folder.fixed");
});

test("the OpenAPI document has every route, whole references and no contradiction", async () => {
  const { ask } = await openOn(await temporaryFolder());
  const { status, body } = await ask("GET", "/openapi.json");
  expect(status).toBe(200);
  expect(body.openapi).toBe("3.1.0");
  const routes = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  // Those of services outside are looked at by the tests of each.
  const own = routes.filter((route) => !/ \/api\/(services|sources|outside-features)\b/.test(route));
  expect(own.toSorted()).toEqual([
    "DELETE /api/learning",
    "DELETE /api/learning/{subject}/{name}",
    "DELETE /api/pieces/{id}",
    "DELETE /api/playlists/{id}",
    "DELETE /api/starter-library",
    "GET /api/exports/listens.csv",
    "GET /api/exports/listens.jsonl",
    "GET /api/exports/playlists/{id}",
    "GET /api/exports/tracks.csv",
    "GET /api/learning",
    "GET /api/library/duplicates",
    "GET /api/library/events",
    "GET /api/library/folder",
    "GET /api/library/map",
    "GET /api/library/map/tracks",
    "GET /api/library/scans/current",
    "GET /api/mood-readings",
    "GET /api/pieces",
    "GET /api/pieces/{id}",
    "GET /api/pieces/{id}/midi",
    "GET /api/pieces/{id}/wav",
    "GET /api/playlists",
    "GET /api/playlists/{id}",
    "GET /api/playlists/{id}.m3u",
    "GET /api/playlists/{id}/missing",
    "GET /api/standing-playlists",
    "GET /api/starter-library",
    "GET /api/starter-library/events",
    "GET /api/status",
    "GET /api/tracks",
    "GET /api/tracks/{id}",
    "GET /api/tracks/{id}/audio",
    "GET /api/tracks/{id}/cover",
    "PATCH /api/pieces/{id}",
    "PATCH /api/playlists/{id}",
    "PATCH /api/plays/{id}",
    "POST /api/feedback",
    "POST /api/imports",
    "POST /api/library/scans",
    "POST /api/library/scans/current/cancel",
    "POST /api/mood-readings",
    "POST /api/pieces",
    "POST /api/playlists",
    "POST /api/playlists/own",
    "POST /api/playlists/{id}/copies",
    "POST /api/playlists/{id}/missing/search",
    "POST /api/plays",
    "POST /api/standing-playlists/renewals",
    "PUT /api/library/duplicates/not-same",
    "PUT /api/library/folder",
    "PUT /api/playlists/{id}",
    "PUT /api/standing-playlists",
    "PUT /api/starter-library",
  ]);
  const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  );
  expect(references.length).toBeGreaterThan(10);
  for (const name of references) expect(Object.keys(body.components.schemas)).toContain(name);
  // A schema that several use must not have become nullable because one of them allows null.
  for (const [name, schema] of Object.entries<{ type?: unknown }>(body.components.schemas)) {
    expect.soft(schema.type, name).not.toEqual(expect.arrayContaining(["null"]));
  }
  // allOf of two closed objects would admit nothing.
  expect(JSON.stringify(body).includes('"allOf"')).toBe(false);
});
