/** From a mood to a list of Spotify's songs: the map, the requests, the rules, the age, the playlist saved from it. */
import { expect, test } from "vitest";
import type { SpotifyStandIn } from "../spotify-stand-in/start.ts";
import { BASE, connect, openStandIn, openWith, refusalOf, signIn } from "./spotify-fixtures.ts";

const paths = (standIn: SpotifyStandIn): string[] =>
  standIn.requests.map(
    ({ method, path }) => `${method} ${path.replace(/\?.*/, "").replace(/playlists\/\w+/, "playlists/x")}`,
  );

test("the listener's playlists are listed, all pages of them, with those that cannot be read marked", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  const few = (await opened.ask("GET", `${BASE}/playlists`)).body;
  expect(few).toMatchObject({ total: 7, stale: false, problem: null });
  expect(few.playlists[0]).toMatchObject({ name: "Happy Songs", tracks: 60, readable: true });
  expect(few.playlists[0].url).toMatch(/^https:\/\/open\.spotify\.com\/playlist\//);
  const closed = few.playlists.filter(({ readable }: { readable: boolean }) => !readable);
  expect(closed.map(({ name }: { name: string }) => name)).toEqual(["Top Hits"]);
  for (let number = 0; number < 320; number += 1) standIn.addPlaylist(standIn.listener, `More ${number}`, 1);
  const many = (await opened.ask("GET", `${BASE}/playlists?refresh=true`)).body;
  expect(many.total).toBe(327);
  expect(many.playlists).toHaveLength(200);
  expect(new Set(many.playlists.map(({ id }: { id: string }) => id)).size).toBe(200);
});

test("a map is proposed from the playlists' names, and is then what the listener says, in the same order", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  const idOf = (name: string): string => standIn.world.playlists.find((playlist) => playlist.name === name)!.id;
  const proposed = (await opened.ask("GET", `${BASE}/moods`)).body;
  expect(proposed).toMatchObject({
    proposed: true,
    map: {
      happy: [idOf("Happy Songs")],
      sad: [idOf("Rainy Sunday")],
      angry: [idOf("Heavy Metal")],
      neutral: [idOf("Deep Focus")],
    },
  });
  const map = { happy: [idOf("Deep Focus"), idOf("Happy Songs")], sad: [] };
  const saved = (await opened.ask("PUT", `${BASE}/moods`, map)).body;
  expect(saved).toMatchObject({ proposed: false, map: { ...map, angry: [], neutral: [] } });
  expect((await opened.ask("GET", `${BASE}/moods`)).body).toEqual(saved);
  expect((await opened.ask("PUT", `${BASE}/moods`, {})).body).toMatchObject({ proposed: false, map: { happy: [] } });
  for (const wrong of [{ happy: ["../x"] }, { joyful: [] }, { happy: "x" }, { happy: Array(51).fill("a") }]) {
    expect((await opened.ask("PUT", `${BASE}/moods`, wrong)).status).toBe(400);
  }
});

test("a list leads with the mood's playlist, names where each song is from, and shows nothing twice", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  const { status, body } = await opened.ask("GET", `${BASE}/lists/happy?size=40`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ emotion: "happy", stale: false, problem: null, saved: null });
  expect(body.entries).toHaveLength(40);
  const ids = body.entries.map(({ track }: { track: { id: string } }) => track.id);
  expect(new Set(ids).size).toBe(40);
  const mapped = body.entries.filter(({ origin }: { origin: string }) => origin === "playlist");
  expect(mapped.length).toBeGreaterThan(8);
  expect(mapped[0].originName).toBe("Happy Songs");
  expect(body.entries.every(({ track }: { track: { restriction: string | null } }) => track.restriction === null)).toBe(
    true,
  );
  expect(body.entries[0].track).toMatchObject({
    uri: expect.stringMatching(/^spotify:track:/),
    url: expect.stringMatching(/^https:\/\/open\.spotify\.com\/track\//),
    artUrl: expect.stringMatching(/640$/),
  });
});

test("once warm, a new list takes three requests at most, and one that is still good none", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  await opened.ask("GET", `${BASE}/lists/happy`);
  for (const emotion of ["happy", "sad", "surprise", "fear", "angry"]) {
    standIn.requests.length = 0;
    await opened.ask("GET", `${BASE}/lists/${emotion}?refresh=true`);
    expect({ emotion, requests: paths(standIn) }).toMatchObject({ requests: { length: 3 } });
    standIn.requests.length = 0;
    await opened.ask("GET", `${BASE}/lists/${emotion}`);
    expect(standIn.requests).toEqual([]);
  }
});

test("nothing is asked for that new apps do not get, and nothing of it enters the library", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  for (const emotion of ["happy", "sad"]) await opened.ask("GET", `${BASE}/lists/${emotion}`);
  expect(new Set(paths(standIn))).toEqual(
    new Set([
      "GET /me",
      "GET /me/playlists",
      "GET /playlists/x/items",
      "GET /search",
      "GET /me/tracks",
      "GET /me/top/tracks",
    ]),
  );
  expect(standIn.requests.every(({ status }) => status === 200)).toBe(true);
  expect((await opened.ask("GET", "/tracks")).body.total).toBe(0);
  expect((await opened.ask("GET", "/status")).body).toMatchObject({ tracks: 0, playable: 0 });
});

test("a playlist of 10,000 songs costs one request; null items, episodes and local files are left out and counted", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  const huge = standIn.addPlaylist(standIn.listener, "Everything", 10_000);
  const odd = standIn.world.playlists.find(({ name }) => name === "Odds and ends")!;
  await opened.ask("GET", `${BASE}/playlists?refresh=true`);
  await opened.ask("PUT", `${BASE}/moods`, { happy: [huge.id], sad: [odd.id] });
  standIn.requests.length = 0;
  const list = (await opened.ask("GET", `${BASE}/lists/happy?size=100`)).body;
  expect(paths(standIn).filter((path) => path.endsWith("/items"))).toHaveLength(1);
  expect(list.entries.length).toBeGreaterThan(30);
  const strange = (await opened.ask("GET", `${BASE}/lists/sad?size=100`)).body;
  expect(strange.entries.filter(({ origin }: { origin: string }) => origin === "playlist").length).toBe(5);
  expect(strange.note).toMatch(
    /songs? cannot be played in your country and (is|are) left out\. 1 file of your own is left out\. 1 episode is left out\. 2 entries without a song are left out\./,
  );
});

test("a playlist of somebody else's, one that is gone and an empty one take nothing but themselves away", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  const byName = (name: string) => standIn.world.playlists.find((playlist) => playlist.name === name)!;
  const empty = standIn.addPlaylist(standIn.listener, "Nothing yet", 0);
  byName("Top Hits").followers.add("ada");
  await opened.ask("GET", `${BASE}/playlists?refresh=true`);
  await opened.ask("PUT", `${BASE}/moods`, { happy: [byName("Top Hits").id, empty.id, "0000000000000000000000"] });
  const { status, body } = await opened.ask("GET", `${BASE}/lists/happy`);
  expect(status).toBe(200);
  expect(body.entries.length).toBeGreaterThan(5);
  expect(body.note).toMatch(/Give this mood one of your playlists/);
  expect(standIn.requests.some(({ path }) => path.includes("/items"))).toBe(false);
  // Owned when it was listed, and no longer when it was asked.
  await opened.ask("PUT", `${BASE}/moods`, { happy: [byName("Happy Songs").id] });
  byName("Happy Songs").ownerId = "somebody";
  const partly = await opened.ask("GET", `${BASE}/lists/happy`);
  expect(partly.status).toBe(200);
  expect(partly.body.note).toMatch(/did not answer everything/);
});

test("offline, the last list is shown with its age, and is gone when it has expired", async () => {
  const standIn = await openStandIn();
  let nowMs = Date.now();
  const opened = await connect(standIn, { replacements: { clock: () => nowMs } });
  const fresh = (await opened.ask("GET", `${BASE}/lists/happy`)).body;
  standIn.faults.add({ when: /./, action: { kind: "answer", status: 503 }, times: 1000 });
  nowMs += 45 * 60_000;
  const stale = (await opened.ask("GET", `${BASE}/lists/happy`)).body;
  expect(stale).toMatchObject({ stale: true, fetchedAtMs: fresh.fetchedAtMs, entries: fresh.entries });
  expect(stale.problem.code).toMatch(/^service\./);
  const unknown = await opened.ask("GET", `${BASE}/lists/sad`);
  expect(unknown.status).toBe(503);
  nowMs += 24 * 3_600_000;
  expect((await opened.ask("GET", `${BASE}/lists/happy`)).status).toBe(503);
});

test.each([
  [{ kind: "html" }, "service.bad-answer"],
  [{ kind: "cut" }, "service.unreachable"],
  [{ kind: "answer", status: 200, body: { nonsense: true } }, "service.bad-answer"],
  [{ kind: "answer", status: 200, body: [] }, "service.bad-answer"],
  [{ kind: "answer", status: 302, headers: { location: "http://127.0.0.1:1/" } }, "service.bad-answer"],
  [{ kind: "answer", status: 429, headers: { "retry-after": "3600" } }, "service.rate-limited"],
  [
    {
      kind: "answer",
      status: 429,
      headers: { "retry-after": "40000" },
      body: { error: { status: 429, message: "limit", reason: "QUOTA_EXCEEDED" } },
    },
    "spotify.quota-used",
  ],
  [{ kind: "answer", status: 500 }, "service.failed"],
  [
    {
      kind: "answer",
      status: 403,
      body: { error: { message: "Active premium subscription required for the owner of the app." } },
    },
    "spotify.owner-premium",
  ],
] as const)("of %j the page hears %s, without a storm of requests", async (action, code) => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  standIn.requests.length = 0;
  standIn.faults.add({ when: /./, action, times: 1000 });
  const answer = await opened.ask("GET", `${BASE}/lists/happy`);
  expect(answer.body.error.code).toBe(code);
  expect(answer.body.error.message.length).toBeGreaterThan(20);
  expect(standIn.requests.length).toBeLessThanOrEqual(3);
});

test("a cool-down is shown, outlives a restart, and nothing is sent meanwhile", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  standIn.faults.add({ when: /./, action: { kind: "answer", status: 429, headers: { "retry-after": "600" } } });
  expect(refusalOf(await opened.ask("GET", `${BASE}/devices`))).toEqual([503, "service.rate-limited"]);
  await opened.close();
  const again = await openWith(standIn, { dataDir: opened.dataDir });
  const [service] = (await again.ask("GET", "/services")).body.services;
  expect(service.state.problem.code).toBe("service.rate-limited");
  expect(service.state.cooldownUntilMs - Date.now()).toBeGreaterThan(590_000);
  standIn.requests.length = 0;
  expect(refusalOf(await again.ask("GET", `${BASE}/playlists`))).toEqual([503, "service.rate-limited"]);
  expect(standIn.requests).toEqual([]);
});

test("the list is saved as a private playlist, then refreshed in place, then made anew when it was deleted", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  const list = (await opened.ask("GET", `${BASE}/lists/happy?size=30`)).body;
  const first = (await opened.ask("POST", `${BASE}/lists/happy/saved?size=30`)).body;
  expect(first).toMatchObject({ name: "MoodSync · Happy", tracks: 30, refreshed: false });
  const made = standIn.world.playlists.find(({ id }) => id === first.playlistId)!;
  expect(made).toMatchObject({ name: "MoodSync · Happy", public: false, ownerId: "ada" });
  expect(made.items.map((item) => item.kind === "track" && item.track.id)).toEqual(
    list.entries.map(({ track }: { track: { id: string } }) => track.id),
  );
  await opened.ask("GET", `${BASE}/lists/happy?refresh=true`);
  const second = (await opened.ask("POST", `${BASE}/lists/happy/saved?size=20`)).body;
  expect(second).toMatchObject({ playlistId: first.playlistId, tracks: 20, refreshed: true });
  expect(made.items).toHaveLength(20);
  expect((await opened.ask("GET", `${BASE}/lists/happy`)).body.saved).toMatchObject({
    playlistId: first.playlistId,
    url: first.url,
  });
  made.followers.clear();
  const third = (await opened.ask("POST", `${BASE}/lists/happy/saved`)).body;
  expect(third.refreshed).toBe(false);
  expect(third.playlistId).not.toBe(first.playlistId);
});

test("saving twice at once makes one playlist; one that broke half-way is filled by the next attempt", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  const count = (): number => standIn.world.playlists.filter(({ name }) => name.startsWith("MoodSync")).length;
  standIn.faults.add({ when: /PUT .*items/, action: { kind: "answer", status: 502 } });
  expect(refusalOf(await opened.ask("POST", `${BASE}/lists/sad/saved`))).toEqual([503, "service.failed"]);
  expect(count()).toBe(1);
  const both = await Promise.all([1, 2].map(() => opened.ask("POST", `${BASE}/lists/sad/saved`)));
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect(count()).toBe(1);
  expect(standIn.world.playlists[0]!.items.length).toBeGreaterThan(5);
});

test("without the consent to save, nothing is sent and it is said what is missing", async () => {
  const standIn = await openStandIn();
  const opened = await openWith(standIn);
  await signIn(opened, ["lists"]);
  standIn.requests.length = 0;
  const refused = await opened.ask("POST", `${BASE}/lists/happy/saved`);
  expect(refusalOf(refused)).toEqual([403, "spotify.permission-missing"]);
  expect(refused.body.error.details).toEqual({ purpose: "save" });
  expect(standIn.requests).toEqual([]);
});

test("search gives ten at a time with a way on", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  const first = (await opened.ask("GET", `${BASE}/search?query=happy`)).body;
  expect(first.tracks).toHaveLength(10);
  expect(first.nextOffset).toBe(10);
  const next = (await opened.ask("GET", `${BASE}/search?query=happy&offset=10`)).body;
  expect(next.tracks[0].id).not.toBe(first.tracks[0].id);
  expect((await opened.ask("GET", `${BASE}/search?query=zzzz`)).body).toEqual({ tracks: [], nextOffset: null });
  expect((await opened.ask("GET", `${BASE}/search?query=%20`)).status).toBe(400);
});

test("another account that signs in sees nothing of the one before", async () => {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  await opened.ask("GET", `${BASE}/lists/happy`);
  await opened.ask("PUT", `${BASE}/moods`, (await opened.ask("GET", `${BASE}/moods`)).body.map);
  standIn.listener = standIn.addAccount("grace");
  await signIn(opened, ["lists"]);
  expect((await opened.ask("GET", BASE)).body.account.name).toBe("grace");
  const { playlists } = (await opened.ask("GET", `${BASE}/playlists`)).body;
  expect(playlists.every(({ ownerName }: { ownerName: string }) => ownerName !== "ada")).toBe(true);
  expect((await opened.ask("GET", `${BASE}/moods`)).body.proposed).toBe(true);
});
