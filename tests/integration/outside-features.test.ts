/** ReccoBeats and Last.fm through the whole server, against stand-ins of the tests' own. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { affectDistance, EMOTION_POINTS } from "../../src/core/affect/emotion.ts";
import { defaultServiceConfig } from "../../src/server/service-config.ts";
import { featureSubject } from "../../src/sources/outside-features/feature-subject.ts";
import { affectOfMoodWord } from "../../src/sources/outside-features/mood-lexicon.ts";
import { STAND_IN_USER, startSubsonicStandIn } from "../subsonic-server/stand-in.ts";
import { openOn, temporaryFolder, until, type Ask } from "./server-fixtures.ts";

const PATH = "/outside-features";
type Respond = (url: URL, response: ServerResponse) => void;

/** Both services on one address: their paths do not meet. */
async function startProviders() {
  const providers: { url: string; requests: URL[]; reccobeats: Respond; lastfm: Respond } = {
    url: "",
    requests: [],
    reccobeats: (_, response) => answer(response, { content: [] }),
    lastfm: (_, response) => answer(response, { error: 6, message: "Track not found" }),
  };
  const server = createServer((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? "/", "http://provider");
    providers.requests.push(url);
    (url.pathname === "/v1/audio-features" ? providers.reccobeats : providers.lastfm)(url, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  providers.url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return providers;
}

function answer(response: ServerResponse, content: unknown, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(content));
}

const isrcOf = (index: number): string => `DEA12${String(3_400_000 + index)}`;

/** A library of `count` songs that nobody measured, with ISRCs. */
async function open(count: number) {
  const [subsonic, providers] = [await startSubsonicStandIn(), await startProviders()];
  onTestFinished(() => subsonic.close());
  subsonic.songs = Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    title: `Song ${index}`,
    artist: `Artist ${index}`,
    size: 1000,
    isrc: [isrcOf(index)],
  }));
  const services = {
    ...defaultServiceConfig(),
    outsideFeatures: { reccobeatsUrl: providers.url, lastfmUrl: providers.url },
  };
  const opened = await openOn(await temporaryFolder(), { services });
  const { ask } = opened;
  await ask("PUT", "/sources/subsonic/connection", {
    address: subsonic.url,
    credentials: STAND_IN_USER,
    analyse: false,
  });
  await until(
    async () => (await ask("GET", "/sources/subsonic/syncs/current")).body.sync.state === "completed",
    30_000,
  );
  return { ...opened, providers, subsonic };
}

async function fetchAll(ask: Ask) {
  expect((await ask("POST", `${PATH}/fetches`)).status).toBe(202);
  let fetched: { state: string } | null = null;
  await until(async () => {
    fetched = (await ask("GET", `${PATH}/fetches/current`)).body.fetch;
    return fetched?.state !== "running";
  }, 40_000);
  return fetched;
}

test("both are off until switched on: nobody is asked, and there is nothing to run", async () => {
  const { ask, providers } = await open(2);
  const listed = (await ask("GET", PATH)).body.providers;
  expect(listed.map(({ id, on }: { id: string; on: boolean }) => [id, on])).toEqual([
    ["reccobeats", false],
    ["lastfm", false],
  ]);
  expect((await ask("POST", `${PATH}/fetches`)).body.error.code).toBe("outside-features.off");
  expect((await ask("PUT", `${PATH}/lastfm`, { on: true })).body.error.code).toBe("outside-features.key-missing");
  expect((await ask("POST", "/playlists", { mood: { emotion: "happy" } })).body.entries).toEqual([]);
  expect(providers.requests).toEqual([]);
});

test("ReccoBeats is asked by at most 40 ISRCs at a time; several rows count together, unknown ones are left out, answers are kept", async () => {
  const { ask, providers } = await open(95);
  providers.reccobeats = (url, response) => {
    const ids = (url.searchParams.get("ids") ?? "").split(",");
    const known = ids.filter((id) => id !== isrcOf(3));
    const rows = known.map((isrc) => ({ id: `r-${isrc}`, isrc, valence: 0.9, energy: 0.7, tempo: 120 }));
    const second = ids.includes(isrcOf(0)) ? [{ isrc: isrcOf(0), valence: 0.1, energy: 0.7, tempo: 60 }] : [];
    const odd = [
      null,
      { isrc: isrcOf(1) },
      { isrc: isrcOf(2), valence: 7, energy: 0.5 },
      { isrc: "US0000000000", valence: 1, energy: 1 },
    ];
    answer(response, { content: [...rows, ...second, ...odd] });
  };
  await ask("PUT", `${PATH}/reccobeats`, { on: true });
  expect(await fetchAll(ask)).toMatchObject({ state: "completed", total: 95, done: 95, found: 94, problem: null });
  const sizes = providers.requests.map((url) => (url.searchParams.get("ids") ?? "").split(",").length);
  expect(sizes).toEqual([40, 40, 15]);
  const { tracks } = (await ask("GET", "/tracks?source=subsonic&limit=100")).body;
  const featuresOf = (path: string) => tracks.find((track: { path: string }) => track.path === path).features;
  expect(featuresOf("s5")).toMatchObject({
    analyserVersion: 0,
    tempoBpm: 120,
    valence: 0.8,
    arousal: expect.closeTo(0.4),
  });
  expect(featuresOf("s0")).toMatchObject({ valence: expect.closeTo(0), tempoBpm: 60 });
  expect(featuresOf("s3")).toBeNull();
  expect((await ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 5 })).body.entries).toHaveLength(5);
  await fetchAll(ask);
  expect(providers.requests).toHaveLength(3);
  const off = (await ask("PUT", `${PATH}/reccobeats`, { on: false })).body;
  expect(off).toMatchObject({ on: false, tracks: 0 });
  expect((await ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 5 })).body.entries).toEqual([]);
  const { deleted } = (await ask("DELETE", "/services/reccobeats")).body;
  expect(deleted).toMatchObject({ cachedAnswers: 95, connections: 1 });
});

test("a wish for patience is obeyed and shown, and the run says why it ended", async () => {
  const { ask, providers } = await open(1);
  providers.reccobeats = (_, response) => answer(response, {}, 429, { "retry-after": "3600" });
  await ask("PUT", `${PATH}/reccobeats`, { on: true });
  expect(await fetchAll(ask)).toMatchObject({ state: "failed", problem: { code: "service.rate-limited" } });
  expect(await fetchAll(ask)).toMatchObject({ state: "failed" });
  expect(providers.requests).toHaveLength(1);
  const [reccobeats] = (await ask("GET", PATH)).body.providers;
  expect(reccobeats.cooldownUntilMs).toBeGreaterThan(Date.now() + 3_000_000);
});

test("Last.fm's tags become a mood where they speak of one; its key is kept sealed and a refused one is a sentence", async () => {
  const { ask, providers } = await open(4);
  const tags: Record<string, unknown> = {
    "Song 0": [
      { name: "Sad", count: 100 },
      { name: "melancholy", count: 60 },
      { name: "80s", count: 90 },
    ],
    "Song 1": { name: "happy", count: "100" },
    "Song 2": [
      { name: "rock", count: 100 },
      { name: "sad", count: 3 },
    ],
  };
  providers.lastfm = (url, response) => {
    const tag = tags[url.searchParams.get("track") ?? ""];
    answer(response, tag === undefined ? { error: 6, message: "Track not found" } : { toptags: { tag } });
  };
  const on = (await ask("PUT", `${PATH}/lastfm`, { on: true, apiKey: "secret-key" })).body;
  expect(on).toMatchObject({ on: true, hasKey: true });
  expect(await fetchAll(ask)).toMatchObject({ state: "completed", done: 4, found: 2 });
  expect(providers.requests[0]?.searchParams.get("api_key")).toBe("secret-key");
  const { tracks } = (await ask("GET", "/tracks?source=subsonic")).body;
  const [sad, happy, rock] = tracks.map(({ features }: { features: unknown }) => features);
  expect(affectDistance(sad, EMOTION_POINTS.sad)).toBeLessThan(affectDistance(sad, EMOTION_POINTS.happy));
  expect(happy).toMatchObject(affectOfMoodWord("happy") ?? {});
  expect(rock).toBeNull();
  expect(JSON.stringify((await ask("GET", PATH)).body)).not.toContain("secret-key");
  await ask("DELETE", "/services/lastfm");
  providers.lastfm = (_, response) => answer(response, { error: 10, message: "Invalid API key" }, 403);
  await ask("PUT", `${PATH}/lastfm`, { on: true, apiKey: "other-key" });
  expect(await fetchAll(ask)).toMatchObject({ state: "failed", problem: { code: "service.refused" } });
});

test.each([
  ["HTML", (response: ServerResponse) => void response.writeHead(200).end("<html>"), "service.bad-answer"],
  ["other JSON", (response: ServerResponse) => answer(response, { rows: [] }), "service.bad-answer"],
  ["a refusal", (response: ServerResponse) => answer(response, {}, 403), "service.refused"],
])("ReccoBeats answering %s ends the run with a sentence and loses nothing", async (_, respond, code) => {
  const { ask, providers } = await open(1);
  providers.reccobeats = (_url, response) => respond(response);
  await ask("PUT", `${PATH}/reccobeats`, { on: true });
  expect(await fetchAll(ask)).toMatchObject({ state: "failed", problem: { code } });
  expect((await ask("GET", "/tracks?source=subsonic")).body.total).toBe(1);
});

test.each(["spotify", "local", "composed", ""])("a track of the source %j can never be asked about", (source) => {
  const given = { source, isrc: isrcOf(1), title: "A", artist: "B" };
  expect(() => featureSubject(given)).toThrow(expect.objectContaining({ code: "outside-features.forbidden" }));
});

test("what tags, a more trusted provider or a measurement say is not overruled", async () => {
  const { ask, providers, subsonic } = await open(2);
  subsonic.songs[0] = { ...subsonic.songs[0], moods: ["sad"] };
  await ask("POST", "/sources/subsonic/syncs");
  await until(async () => (await ask("GET", "/sources/subsonic/syncs/current")).body.sync.state === "completed");
  providers.reccobeats = (_, response) =>
    answer(response, { content: [0, 1].map((index) => ({ isrc: isrcOf(index), valence: 1, energy: 1 })) });
  providers.lastfm = (_, response) => answer(response, { toptags: { tag: [{ name: "calm", count: 100 }] } });
  await ask("PUT", `${PATH}/lastfm`, { on: true, apiKey: "key" });
  await ask("PUT", `${PATH}/reccobeats`, { on: true });
  expect(await fetchAll(ask)).toMatchObject({ state: "completed", found: 1 });
  const { tracks } = (await ask("GET", "/tracks?source=subsonic")).body;
  expect(tracks[0].features).toMatchObject(affectOfMoodWord("sad") ?? {});
  expect(tracks[1].features).toMatchObject({ valence: 1, arousal: 1 });
});
