/** The whole way with a real music server: connect, sync, play by range, covers, stars, hearings, playlists, disconnect. */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openServices, type Replacements } from "../../src/server/open-services.ts";
import { databaseFile } from "../../src/server/data-folder.ts";
import { askSupysonic } from "../subsonic-server/ask-supysonic.ts";
import { startRecordingProxy, type RecordingProxy } from "../subsonic-server/recording-proxy.ts";
import { SMALL_LIBRARY, writeSmallLibrary } from "../subsonic-server/small-library.ts";
import { reasonToSkipSupysonic, startSupysonic, SUPYSONIC_USER, type Supysonic } from "../subsonic-server/supysonic.ts";
import { reasonToSkip as reasonToSkipMp3 } from "../synth/audio-file.ts";
import { clientOf, configOn, temporaryFolder, until, type Ask } from "./server-fixtures.ts";

const reason = reasonToSkipSupysonic ?? reasonToSkipMp3("mp3");
if (reason !== null) process.stderr.write(`Skipped: MoodSync with a real Subsonic server: ${reason}\n`);

describe.skipIf(reason !== null)("with a real Subsonic server", () => {
  let server: Supysonic;
  let proxy: RecordingProxy;
  beforeAll(async () => {
    server = await startSupysonic(writeSmallLibrary);
    proxy = await startRecordingProxy(server.url);
  });
  afterAll(async () => {
    await proxy.close();
    await server.close();
  });

  const connect = (ask: Ask, changes: Record<string, unknown> = {}) =>
    ask("PUT", "/sources/subsonic/connection", { address: proxy.url, credentials: SUPYSONIC_USER, ...changes });

  test("its songs join the library, are measured, and a mood picks from them", async () => {
    const { ask } = await open();
    const connected = await connect(ask);
    expect(connected.body).toMatchObject({
      signIn: "password",
      username: "listener",
      server: { apiVersion: "1.10.2" },
    });
    const sync = await untilSynced(ask);
    expect(sync).toMatchObject({ state: "completed", listed: 3, added: 3, removed: 0, analysed: 3, failed: 0 });
    const { tracks, total } = (await ask("GET", "/tracks?source=subsonic")).body;
    expect(total).toBe(3);
    expect(tracks.map((track: { title: string }) => track.title).toSorted()).toEqual(
      SMALL_LIBRARY.map(({ title }) => title).toSorted(),
    );
    for (const { features } of tracks) expect(features.analyserVersion).toBeGreaterThan(0);
    const playlist = (await ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 2 })).body;
    expect(playlist.entries).toHaveLength(2);
    const again = await syncAgain(ask);
    expect(again).toMatchObject({ state: "completed", listed: 3, added: 0, changed: 0, removed: 0, analysed: 0 });
  });

  test("plays by range through our server and shows covers, and no credential reaches the page or the disk", async () => {
    const { ask, services, dataDir } = await open();
    await connect(ask, { analyse: false });
    await untilSynced(ask);
    const first = await trackNamed(ask, SMALL_LIBRARY[0]!.title);
    const file = await readFile(join(server.musicDir, "Anna Lind", "First Light", "1.mp3"));
    const sound = async (range?: string) =>
      await services.app.request(`http://127.0.0.1:5000/api/tracks/${first.id}/audio`, {
        headers: { host: "127.0.0.1:5000", ...(range === undefined ? {} : { range }) },
      });
    const whole = await sound();
    expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "audio/mpeg"]);
    expect(Buffer.from(await whole.arrayBuffer()).equals(file)).toBe(true);
    const part = await sound("bytes=100-299");
    expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 100-299/${file.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(file.subarray(100, 300))).toBe(true);
    const last = await sound("bytes=-50");
    expect(Buffer.from(await last.arrayBuffer()).equals(file.subarray(-50))).toBe(true);
    expect((await sound("bytes=999999999-")).status).toBe(416);
    const cover = await ask("GET", `/tracks/${first.id}/cover`);
    expect([cover.status, cover.headers.get("content-type")]).toEqual([200, "image/png"]);
    const second = await trackNamed(ask, SMALL_LIBRARY[1]!.title);
    expect((await ask("GET", `/tracks/${second.id}/cover`)).status).toBe(404);
    const told = JSON.stringify([
      (await ask("GET", "/sources/subsonic/connection")).body,
      (await ask("GET", "/services")).body,
      (await ask("GET", "/tracks?source=subsonic")).body,
    ]);
    const secrets = [SUPYSONIC_USER.password, Buffer.from(SUPYSONIC_USER.password).toString("hex")];
    await services.close();
    const files = (await readdir(dataDir)).filter((name) => name.startsWith("moodsync.db"));
    const stored = await Promise.all(files.map((name) => readFile(join(dataDir, name), "latin1")));
    for (const secret of secrets) {
      expect(told).not.toContain(secret);
      for (const content of stored) expect(content).not.toContain(Buffer.from(secret).toString("latin1"));
    }
  });

  test("likes become stars, plays past the half become one hearing each, also while the server is away and after a restart", async () => {
    const dataDir = await temporaryFolder();
    const before = await open(dataDir);
    await connect(before.ask, { analyse: false });
    await untilSynced(before.ask);
    const track = await trackNamed(before.ask, SMALL_LIBRARY[2]!.title);
    const isStarred = async () =>
      (await askSupysonic(server.url, "getSong", { id: track.path })).song.starred !== undefined;
    await before.ask("POST", "/feedback", { trackId: track.id, kind: "like" });
    await until(isStarred);
    proxy.requests.length = 0;
    proxy.interfere = (_request, response) => {
      response.destroy();
      return true;
    };
    await before.ask("POST", "/feedback", { trackId: track.id, kind: "unlike" });
    const play = (await before.ask("POST", "/plays", { trackId: track.id })).body;
    for (const playedMs of [1000, 2000]) await before.ask("PATCH", `/plays/${play.id}`, { playedMs });
    expect((await before.ask("GET", "/sources/subsonic/connection")).body.waiting).toBe(1);
    for (const playedMs of [3500, 5000]) await before.ask("PATCH", `/plays/${play.id}`, { playedMs });
    await before.ask("PATCH", `/plays/${play.id}`, { playedMs: 6000, end: "completed" });
    expect((await before.ask("GET", "/sources/subsonic/connection")).body.waiting).toBe(2);
    await before.services.close();
    proxy.interfere = null;
    proxy.requests.length = 0;
    const after = await open(dataDir);
    await after.services.resumeOutside();
    await until(async () => (await after.ask("GET", "/sources/subsonic/connection")).body.waiting === 0);
    expect(await isStarred()).toBe(false);
    const hearings = proxy.of("scrobble").filter(({ parameters }) => parameters.get("submission") === "true");
    expect(hearings.map(({ parameters }) => [parameters.get("id"), Number(parameters.get("time"))])).toEqual([
      [track.path, play.startedAtMs],
    ]);
    await after.ask("PATCH", `/plays/${play.id}`, { playedMs: 6000 });
    await after.services.resumeOutside();
    expect((await after.ask("GET", "/sources/subsonic/connection")).body.waiting).toBe(0);
    expect(proxy.of("scrobble")).toHaveLength(1);
  });

  test("a hearing whose answer was lost is not told again", async () => {
    const { ask, services } = await open();
    await connect(ask, { analyse: false });
    await untilSynced(ask);
    const track = await trackNamed(ask, SMALL_LIBRARY[0]!.title);
    proxy.requests.length = 0;
    proxy.loseAnswersTo.add("scrobble");
    const play = (await ask("POST", "/plays", { trackId: track.id })).body;
    await ask("PATCH", `/plays/${play.id}`, { playedMs: 4000 });
    await until(() => proxy.of("scrobble").length === 1);
    proxy.loseAnswersTo.clear();
    await until(async () => {
      await services.resumeOutside();
      return (await ask("GET", "/sources/subsonic/connection")).body.waiting === 0;
    });
    expect(proxy.of("scrobble")).toHaveLength(1);
  });

  test("a playlist is saved there, filled anew the second time, and made again where it was deleted over there", async () => {
    const { ask } = await open();
    await connect(ask);
    await untilSynced(ask);
    const playlist = (await ask("POST", "/playlists", { mood: { emotion: "sad" }, size: 3 })).body;
    const path = `/sources/subsonic/playlists/${playlist.id}`;
    const saved = (await ask("PUT", path, { name: "For the evening" })).body;
    expect(saved).toMatchObject({ name: "For the evening", songs: 3, leftOut: 0, refreshed: false });
    const there = await askSupysonic(server.url, "getPlaylist", { id: saved.playlistId });
    expect(there.playlist.entry.map((entry: { id: string }) => entry.id)).toEqual(
      playlist.entries.map((entry: { track: { path: string } }) => entry.track.path),
    );
    expect((await ask("PUT", path, {})).body).toMatchObject({ playlistId: saved.playlistId, refreshed: true });
    await askSupysonic(server.url, "deletePlaylist", { id: saved.playlistId });
    const anew = (await ask("PUT", path, {})).body;
    expect(anew.refreshed).toBe(false);
    expect(anew.playlistId).not.toBe(saved.playlistId);
  });

  test("browses: songs by words, genre and album, albums, genres", async () => {
    const { ask } = await open();
    await connect(ask, { analyse: false });
    await untilSynced(ask);
    const titles = async (query: string) =>
      (await ask("GET", `/sources/subsonic/songs?${query}`)).body.songs.map((song: { title: string }) => song.title);
    expect(await titles("query=Engine")).toEqual(["Engine"]);
    expect(await titles("genre=Electronic")).toEqual(["Engine"]);
    expect(await titles("random=true&limit=2")).toHaveLength(2);
    const { albums } = (await ask("GET", "/sources/subsonic/albums")).body;
    expect(albums.map((album: { name: string }) => album.name)).toEqual(["First Light", "Night Drive"]);
    expect(await titles(`album=${albums[1].albumId}`)).toEqual(["Engine"]);
    const { genres } = (await ask("GET", "/sources/subsonic/genres")).body;
    expect(genres).toContainEqual({ name: "Jazz", songCount: 2 });
  });

  test("disconnecting deletes all of it and says what that was", async () => {
    const { ask, services, dataDir } = await open();
    await connect(ask);
    await untilSynced(ask);
    const track = await trackNamed(ask, SMALL_LIBRARY[0]!.title);
    await ask("POST", "/feedback", { trackId: track.id, kind: "more-like-this" });
    await ask("POST", "/plays", { trackId: track.id });
    await ask("POST", "/playlists", { mood: { emotion: "happy" } });
    const { status, body } = await ask("DELETE", "/sources/subsonic/connection");
    expect([status, body.deleted]).toEqual([
      200,
      expect.objectContaining({
        tracks: 3,
        features: 3,
        plays: 1,
        feedback: 1,
        playlistEntries: 3,
        connections: 1,
        syncs: 1,
      }),
    ]);
    expect((await ask("GET", "/tracks?source=subsonic")).body.total).toBe(0);
    expect((await ask("GET", "/sources/subsonic/connection")).body.error.code).toBe("service.not-connected");
    expect((await ask("POST", "/sources/subsonic/syncs")).status).toBe(409);
    expect((await ask("POST", "/playlists", { mood: { emotion: "happy" } })).body.entries).toEqual([]);
    await services.close();
    const stored = await readFile(databaseFile(dataDir), "latin1");
    expect(stored.includes("subsonic:")).toBe(false);
  });
});

async function open(dataDir?: string, replacements: Replacements = {}) {
  const folder = dataDir ?? (await temporaryFolder());
  const services = await openServices(configOn(folder), { analysers: 1, ...replacements });
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    await services.close();
  };
  onTestFinished(close);
  return { ask: clientOf(services), services: { ...services, close }, dataDir: folder };
}

async function untilSynced(ask: Ask) {
  let sync: { state: string } | null = null;
  await until(async () => {
    sync = (await ask("GET", "/sources/subsonic/syncs/current")).body.sync;
    return sync !== null && sync.state !== "listing" && sync.state !== "analysing";
  }, 50_000);
  return sync;
}

async function syncAgain(ask: Ask) {
  expect((await ask("POST", "/sources/subsonic/syncs")).status).toBe(202);
  return await untilSynced(ask);
}

async function trackNamed(ask: Ask, title: string): Promise<{ id: number; path: string }> {
  const { tracks } = (await ask("GET", "/tracks?source=subsonic")).body;
  return tracks.find((track: { title: string }) => track.title === title);
}
