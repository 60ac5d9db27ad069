/** Steering Spotify's players: commands, their refusals with their way out, and nobody waiting for a token. */
import { expect, test } from "vitest";
import type { SpotifyStandIn } from "../spotify-stand-in/start.ts";
import { BASE, connect, openStandIn, openWith, refusalOf, signIn, type Opened } from "./spotify-fixtures.ts";

const PLAYER = `${BASE}/player`;

async function withDevice(): Promise<{ standIn: SpotifyStandIn; opened: Opened; uris: string[] }> {
  const standIn = await openStandIn();
  const opened = await connect(standIn);
  standIn.player.addDevice({ id: "kitchen", name: "Kitchen", type: "Speaker" });
  const uris = standIn.world.tracks.slice(0, 5).map(({ id }) => `spotify:track:${id}`);
  return { standIn, opened, uris };
}

test("devices, transfer, play, pause, seek, next, previous, volume and queue reach the player", async () => {
  const { standIn, opened, uris } = await withDevice();
  standIn.player.addDevice({ id: "car", name: "Car", restricted: true });
  expect((await opened.ask("GET", `${BASE}/devices`)).body).toEqual({
    devices: [{ id: "kitchen", name: "Kitchen", type: "Speaker", active: false, volumePercent: 60 }],
    uncontrollable: 1,
  });
  expect((await opened.ask("GET", PLAYER)).body).toMatchObject({ device: null, track: null, playing: false });
  const done = async (method: string, path: string, body: unknown = {}) =>
    expect(await opened.ask(method, PLAYER + path, body)).toMatchObject({ status: 200, body: { done: true } });
  await done("PUT", "/play", { deviceId: "kitchen", uris, positionMs: 5000 });
  const playing = (await opened.ask("GET", PLAYER)).body;
  expect(playing).toMatchObject({ device: { id: "kitchen", active: true }, track: { uri: uris[0] }, playing: true });
  expect(playing.positionMs).toBeGreaterThanOrEqual(5000);
  await done("POST", "/next");
  await done("PUT", "/seek", { positionMs: 60_000 });
  await done("PUT", "/volume", { percent: 25 });
  await done("PUT", "/pause");
  expect((await opened.ask("GET", PLAYER)).body).toMatchObject({
    device: { volumePercent: 25 },
    track: { uri: uris[1] },
    playing: false,
    positionMs: expect.toSatisfy((ms: number) => ms >= 60_000 && ms < 90_000),
  });
  await done("POST", "/queue", { uri: uris[4] });
  expect((await opened.ask("GET", `${PLAYER}/queue`)).body).toMatchObject({
    current: { uri: uris[1] },
    next: [{ uri: uris[4] }, {}, {}, {}],
  });
  await done("POST", "/previous");
  standIn.player.addDevice({ id: "phone", name: "Phone" });
  await done("PUT", "", { deviceId: "phone" });
  expect((await opened.ask("GET", PLAYER)).body).toMatchObject({
    device: { id: "phone" },
    track: { uri: uris[0] },
    playing: true,
  });
  expect((await opened.ask("GET", BASE)).body.premium).toBe("yes");
});

test("what is so already is no error", async () => {
  const { opened, uris } = await withDevice();
  await opened.ask("PUT", `${PLAYER}/play`, { deviceId: "kitchen", uris });
  expect((await opened.ask("PUT", `${PLAYER}/play`, {})).status).toBe(200);
  expect((await opened.ask("PUT", `${PLAYER}/pause`, {})).status).toBe(200);
  expect((await opened.ask("PUT", `${PLAYER}/pause`, {})).status).toBe(200);
});

test("no device, a device that is gone, one that takes no commands, no Premium, no further song: each its own code", async () => {
  const { standIn, opened, uris } = await withDevice();
  const play = (body: object = { uris }) => opened.ask("PUT", `${PLAYER}/play`, body);
  expect(refusalOf(await play())).toEqual([409, "spotify.no-device"]);
  expect(refusalOf(await play({ uris, deviceId: "gone" }))).toEqual([409, "spotify.device-gone"]);
  standIn.player.addDevice({ id: "tv", name: "TV", restricted: true });
  expect(refusalOf(await play({ uris, deviceId: "tv" }))).toEqual([409, "spotify.device-closed"]);
  standIn.player.addDevice({ id: "fixed", name: "Fixed", supportsVolume: false });
  const volume = await opened.ask("PUT", `${PLAYER}/volume`, { percent: 5, deviceId: "fixed" });
  expect(refusalOf(volume)).toEqual([409, "spotify.device-closed"]);
  await play({ uris: [uris[0]], deviceId: "kitchen" });
  expect(refusalOf(await opened.ask("POST", `${PLAYER}/next`, {}))).toEqual([409, "spotify.nothing-further"]);
  standIn.player.removeDevice("kitchen");
  expect(refusalOf(await opened.ask("PUT", `${PLAYER}/pause`, {}))).toEqual([409, "spotify.no-device"]);
  standIn.listener.premium = false;
  const refused = await play({ uris, deviceId: "fixed" });
  expect(refusalOf(refused)).toEqual([403, "spotify.premium-required"]);
  expect(refused.body.error.message).toMatch(/Open the list in Spotify/);
  expect((await opened.ask("GET", BASE)).body.premium).toBe("no");
});

test("songs that cannot be played in the listener's country are passed over; where there is no other, it is said", async () => {
  const { standIn, opened } = await withDevice();
  const barred = standIn.world.tracks.find(({ restriction }) => restriction === "market")!;
  const [playable] = standIn.world.tracks;
  const shown = await opened.ask("GET", `${BASE}/search?query=${encodeURIComponent(barred.title)}`);
  expect(shown.body.tracks[0]).toMatchObject({ id: barred.id, restriction: "market" });
  const uri = (id: string): string => `spotify:track:${id}`;
  const only = await opened.ask("PUT", `${PLAYER}/play`, { deviceId: "kitchen", uris: [uri(barred.id)] });
  expect(only.body.error.code).toBe("spotify.market-restricted");
  const mixed = { deviceId: "kitchen", uris: [uri(barred.id), uri(playable!.id)], startAt: 0 };
  expect((await opened.ask("PUT", `${PLAYER}/play`, mixed)).status).toBe(200);
  expect((await opened.ask("GET", PLAYER)).body.track.id).toBe(playable!.id);
});

test("a command is sent once, also when its answer was lost, and not to a path of our own choosing", async () => {
  const { standIn, opened, uris } = await withDevice();
  await opened.ask("PUT", `${PLAYER}/play`, { deviceId: "kitchen", uris });
  standIn.requests.length = 0;
  standIn.faults.add({ when: "POST /v1/me/player/next", action: { kind: "cut-after" } });
  expect(refusalOf(await opened.ask("POST", `${PLAYER}/next`, {}))).toEqual([503, "service.unreachable"]);
  expect((await opened.ask("GET", PLAYER)).body.track.uri).toBe(uris[1]);
  expect(standIn.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
  for (const body of [
    { uris: ["spotify:album:x"] },
    { uris: ["https://evil.example"] },
    { uris: [] },
    { uris: Array(101).fill(uris[0]) },
    { positionMs: -1 },
    { deviceId: "" },
    { command: "x" },
  ]) {
    expect((await opened.ask("PUT", `${PLAYER}/play`, body)).status).toBe(400);
  }
});

test("a play command goes before lists that wait, and never waits for a token that is merely old", async () => {
  const standIn = await openStandIn();
  standIn.accessLifeSeconds = 120;
  const opened = await connect(standIn);
  standIn.player.addDevice({ id: "kitchen", name: "Kitchen" });
  // Renewing takes long; a command must not.
  standIn.faults.add({ when: "POST /api/token", action: { kind: "slow", ms: 2000 } });
  const uris = [`spotify:track:${standIn.world.tracks[0]!.id}`];
  const startedAtMs = performance.now();
  expect((await opened.ask("PUT", `${PLAYER}/play`, { deviceId: "kitchen", uris })).status).toBe(200);
  expect(performance.now() - startedAtMs).toBeLessThan(1500);
  expect(standIn.accounts.refreshes()).toBe(0);
});

test("the SDK gets its token with the consent for it alone, marked as not to be kept", async () => {
  const standIn = await openStandIn();
  const opened = await openWith(standIn);
  const token = () => opened.ask("POST", `${BASE}/player-token`);
  expect(refusalOf(await token())).toEqual([409, "service.not-connected"]);
  await signIn(opened, ["lists"]);
  expect(refusalOf(await token())).toEqual([403, "spotify.permission-missing"]);
  await signIn(opened, ["player"]);
  const { status, body, headers } = await token();
  expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(standIn.accounts.accessTokens.has(body.accessToken)).toBe(true);
  expect(Object.keys(body).toSorted()).toEqual(["accessToken", "expiresAtMs"]);
  const foreign = { origin: "http://evil.example", "sec-fetch-site": "cross-site" };
  expect((await opened.ask("POST", `${BASE}/player-token`, undefined, foreign)).status).toBe(403);
});
