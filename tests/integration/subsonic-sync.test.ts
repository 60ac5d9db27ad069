/** Syncs with a Subsonic server: odd songs, empty and enormous libraries, a server that goes away or is another one. */
import { expect, test } from "vitest";
import { defaultServiceConfig } from "../../src/server/service-config.ts";
import { connect, CONNECTION, song, start, untilSynced } from "../subsonic-server/connect.ts";
import { send, STAND_IN_USER } from "../subsonic-server/stand-in.ts";
import { openOn, temporaryFolder, until } from "./server-fixtures.ts";

test("songs with null and odd fields join as far as they are songs; moods and tempos of tags let a playlist choose them", async () => {
  const standIn = await start();
  standIn.songs = [
    song("sad", { moods: ["Sad", "melancholic"], bpm: 70 }),
    song("happy", { moods: "happy", bpm: "128", isrc: ["DE-A12-34-56789"] }),
    song("fast", { moods: [], bpm: 180 }),
    song("bare", { title: null, artist: null, album: null, duration: null, size: -1, contentType: null, moods: null }),
    { id: 12345, path: "x/y/From its path.mp3" },
    song("film", { isVideo: true }),
    song("folder", { isDir: true }),
    song("podcast", { type: "podcast" }),
    { title: "without an id" },
    song("sad", { title: "the same again" }),
  ];
  const withNull: unknown[] = [...standIn.songs, null, 5];
  // The stand-in hands on whatever it is given.
  Object.assign(standIn, { songs: withNull });
  const { ask } = await openOn(await temporaryFolder());
  await connect(ask, standIn.url);
  expect(await untilSynced(ask)).toMatchObject({ state: "completed", added: 5, listed: 5 });
  const { tracks } = (await ask("GET", "/tracks?source=subsonic")).body;
  const titles = tracks.map(({ title }: { title: string }) => title);
  expect(titles.toSorted()).toEqual(["From its path.mp3", "Song fast", "Song happy", "Song sad", "bare"]);
  const sad = (await ask("POST", "/playlists", { mood: { emotion: "sad" }, size: 1 })).body;
  expect(sad.entries[0].track).toMatchObject({ title: "Song sad", features: { analyserVersion: 0, tempoBpm: 70 } });
  const happy = (await ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 1 })).body;
  expect(happy.entries[0].track.title).toBe("Song happy");
});

test("an empty library is complete; one of 12,000 songs arrives whole, and what was taken away is gone afterwards", async () => {
  const standIn = await start();
  const { ask } = await openOn(await temporaryFolder());
  await connect(ask, standIn.url);
  expect(await untilSynced(ask)).toMatchObject({ state: "completed", listed: 0, added: 0 });
  standIn.songs = Array.from({ length: 12_000 }, (_, index) => song(`s${index}`, { moods: ["calm"] }));
  await ask("POST", "/sources/subsonic/syncs");
  expect(await untilSynced(ask, 120_000)).toMatchObject({ state: "completed", listed: 12_000, added: 12_000 });
  standIn.songs = [...standIn.songs.slice(0, 11_000), song("s3", { title: "named anew", moods: ["calm"] })].slice(1);
  await ask("POST", "/sources/subsonic/syncs");
  const sync = await untilSynced(ask, 120_000);
  expect(sync).toMatchObject({ state: "completed", added: 0, removed: 1001 });
  expect((await ask("GET", "/tracks?source=subsonic&limit=1")).body.total).toBe(10_999);
}, 240_000);

test("a server that goes away in the middle of a sync costs nothing: it goes on where it stopped, also after a restart", async () => {
  const standIn = await start();
  standIn.songs = Array.from({ length: 1600 }, (_, index) => song(`s${index}`));
  const dataDir = await temporaryFolder();
  const first = await openOn(dataDir);
  standIn.interfere = ({ method, parameters }, response) => {
    if (method !== "search3" || Number(parameters.get("songOffset")) < 1000) return false;
    response.destroy();
    return true;
  };
  await connect(first.ask, standIn.url);
  const cut = await untilSynced(first.ask);
  expect(cut).toMatchObject({ state: "interrupted", listed: 1000, problem: { code: "service.unreachable" } });
  expect((await first.ask("GET", "/tracks?source=subsonic&limit=1")).body.total).toBe(1000);
  const { services } = (await first.ask("GET", "/services")).body;
  const standing = services.find(({ id }: { id: string }) => id === "subsonic");
  expect(standing.state.problem.code).toBe("service.unreachable");
  await first.close();
  standIn.interfere = null;
  standIn.requests.length = 0;
  const second = await openOn(dataDir);
  await second.resumeOutside();
  const whole = await untilSynced(second.ask);
  expect(whole).toMatchObject({
    id: cut.id,
    state: "completed",
    listed: 1600,
    added: 1600,
    removed: 0,
  });
  const offsets = standIn.requests.filter(({ method }) => method === "search3");
  expect(offsets[0]?.parameters.get("songOffset")).toBe("1000");
});

test("a sync can be cancelled, and a server that repeats itself for ever does not keep it busy for ever", async () => {
  const standIn = await start();
  standIn.songs = Array.from({ length: 600 }, (_, index) => song(`s${index}`));
  const { ask } = await openOn(await temporaryFolder());
  let held: (() => void) | null = null;
  standIn.interfere = ({ method }, response) => {
    if (method !== "search3") return false;
    held = () => response.destroy();
    return true;
  };
  await connect(ask, standIn.url);
  await until(() => held !== null);
  const cancelled = await ask("POST", "/sources/subsonic/syncs/current/cancel");
  expect(cancelled.body.state).toBe("cancelled");
  expect((await ask("POST", "/sources/subsonic/syncs/current/cancel")).body.error.code).toBe("sync.not-running");
  standIn.interfere = ({ method }, response) => {
    if (method !== "search3") return false;
    send(response, { ...standIn.envelope, searchResult3: { song: standIn.songs.slice(0, 500) } });
    return true;
  };
  await ask("POST", "/sources/subsonic/syncs");
  expect(await untilSynced(ask)).toMatchObject({ state: "completed", listed: 500 });
});

test("another server is not taken for the one that is connected; the same one at another address is", async () => {
  const [first, moved, stranger] = [await start(), await start(), await start()];
  first.songs = [song("a"), song("b")];
  moved.songs = [song("b"), song("a")];
  stranger.songs = [song("a", { title: "Something else" })];
  const { ask } = await openOn(await temporaryFolder());
  await connect(ask, first.url);
  await untilSynced(ask);
  const refused = await connect(ask, stranger.url);
  expect([refused.status, refused.body.error.code]).toEqual([409, "subsonic.other-server"]);
  expect((await ask("GET", CONNECTION)).body.address).toBe(first.url);
  expect((await connect(ask, moved.url)).body.address).toBe(moved.url);
  expect(await untilSynced(ask)).toMatchObject({ added: 0, removed: 0 });
});

test("a server named in the environment is connected at start, later where it is away, and the page cannot change it", async () => {
  const standIn = await start();
  standIn.songs = [song("a")];
  const subsonic = { address: standIn.url, ...STAND_IN_USER, apiKey: null };
  const config = { services: { ...defaultServiceConfig(), subsonic } };
  const dataDir = await temporaryFolder();
  standIn.interfere = (_request, response) => {
    response.destroy();
    return true;
  };
  const away = await openOn(dataDir, config);
  await away.resumeOutside();
  expect((await away.ask("GET", CONNECTION)).body.error.code).toBe("service.not-connected");
  await away.close();
  standIn.interfere = null;
  const { ask, resumeOutside } = await openOn(dataDir, config);
  await resumeOutside();
  expect(await untilSynced(ask)).toMatchObject({ state: "completed", added: 1 });
  const change = await connect(ask, standIn.url);
  expect([change.status, change.body.error.code]).toEqual([409, "service.setting-fixed"]);
  standIn.requests.length = 0;
  await resumeOutside();
  expect(standIn.requests.some(({ method }) => method === "ping")).toBe(false);
});
