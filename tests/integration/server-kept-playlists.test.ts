/** Playlists that are kept: saved, put together, edited, copied, deleted, listed, written as M3U; and forgotten when they are not. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { PlaylistListSchema, PlaylistSchema, type Playlist } from "../../src/contracts/playlists.ts";
import { fakeMaker } from "./composing-fixtures.ts";
import { openOn, scanThrough, temporaryFolder, writeTrack } from "./server-fixtures.ts";

const DAY_MS = 24 * 3_600_000;

async function openLibrary() {
  const music = await temporaryFolder();
  for (let index = 0; index < 12; index += 1) {
    await writeTrack(music, `sub/${index}.mp3`, { artist: `Artist ${index}`, valence: 0.7, arousal: 0.3 });
  }
  let nowMs = 1_800_000_000_000;
  const services = await openOn(await temporaryFolder(), { musicDir: music }, { clock: () => nowMs });
  const { ask } = services;
  await scanThrough(ask);
  const made = async (wish: object = {}): Promise<Playlist> =>
    PlaylistSchema.parse((await ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 6, ...wish })).body);
  const list = async (query = "") => PlaylistListSchema.parse((await ask("GET", `/playlists${query}`)).body);
  return { ...services, music, made, list, advance: (ms: number) => void (nowMs += ms) };
}

const idsOf = ({ entries }: Playlist) => entries.map(({ track }) => track.id);

test("a made list is saved by a name, then reordered, shortened, added to and renamed, and keeps why its songs are there", async () => {
  const { ask, made, list, advance } = await openLibrary();
  const first = await made();
  expect((await list()).total).toBe(0);
  advance(1000);
  const saved = await ask("PATCH", `/playlists/${first.id}`, { version: first.version, name: "  Morning " });
  expect(saved.body).toMatchObject({ name: "Morning", saved: true, version: 2 });
  expect(saved.body.changedAtMs).toBe(first.createdAtMs + 1000);
  expect(saved.body.entries).toEqual(first.entries);

  const [a = 0, b = 0, c = 0] = idsOf(first);
  const added = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].find((id) => !idsOf(first).includes(id))!;
  const edited = await ask("PATCH", `/playlists/${first.id}`, { version: 2, trackIds: [c, added, a, a] });
  expect(edited.status).toBe(200);
  const now = PlaylistSchema.parse(edited.body);
  expect(idsOf(now)).toEqual([c, added, a, a]);
  expect(now.entries[0]?.reason).toBe(first.entries[2]?.reason);
  expect(now.entries[1]).toMatchObject({ reason: "You put it in", distance: null, waypoint: null, position: 1 });
  expect(now.durationMs).toBe(4 * 180_000);
  expect(idsOf(now)).not.toContain(b);

  const whole = await ask("PUT", `/playlists/${first.id}`, { version: 3, name: "Noon", trackIds: [b] });
  expect(whole.body).toMatchObject({ version: 4, name: "Noon" });
  expect((await list()).playlists).toMatchObject([{ id: first.id, name: "Noon", tracks: 1, journey: "match" }]);
  expect((await ask("DELETE", `/playlists/${first.id}`)).status).toBe(204);
  expect((await ask("DELETE", `/playlists/${first.id}`)).body.error.code).toBe("playlist.not-found");
  expect((await list("?which=all")).total).toBe(0);
});

test("whoever changes what was changed meanwhile is told so, and nothing is lost", async () => {
  const { ask, made } = await openLibrary();
  const { id, version } = await made({ name: "Ours" });
  const here = await ask("PATCH", `/playlists/${id}`, { version, name: "Mine" });
  expect(here.status).toBe(200);
  const there = await ask("PATCH", `/playlists/${id}`, { version, trackIds: [] });
  expect([there.status, there.body.error.code]).toEqual([409, "playlist.changed"]);
  expect(there.body.error.details).toEqual({ version: version + 1 });
  const kept = (await ask("GET", `/playlists/${id}`)).body;
  expect(kept.name).toBe("Mine");
  expect(kept.entries).toHaveLength(6);
  const replaced = await ask("PUT", `/playlists/${id}`, { version, name: "Theirs", trackIds: [] });
  expect(replaced.status).toBe(409);
});

test("a list of one's own takes any songs in any order, and refuses what is not in the library", async () => {
  const { ask, list } = await openLibrary();
  const own = await ask("POST", "/playlists/own", { name: "Queue", trackIds: [3, 1, 3] });
  expect(own.status).toBe(201);
  expect(own.body).toMatchObject({ name: "Queue", journey: null, mood: null, emotion: null, saved: true });
  expect(own.body.target.valence).toBeCloseTo(0.7, 6);
  expect(idsOf(own.body)).toEqual([3, 1, 3]);
  const wrong = await ask("POST", "/playlists/own", { name: "Queue", trackIds: [3, 99, 98] });
  expect([wrong.status, wrong.body.error.code]).toEqual([400, "playlist.unknown-tracks"]);
  expect(wrong.body.error.details.trackIds).toEqual([99, 98]);
  for (const body of [{ name: "", trackIds: [] }, { trackIds: [1] }, { name: "x" }, { name: "x", trackIds: ["1"] }]) {
    expect((await ask("POST", "/playlists/own", body)).body.error.code).toBe("request.invalid");
  }
  expect((await list()).total).toBe(1);
  const skip = { trackId: 3, kind: "wrong-mood", playlistId: own.body.id };
  expect((await ask("POST", "/feedback", skip)).status).toBe(201);
});

test("an edit of a list without a name keeps it under one made from its mood", async () => {
  const { ask, made } = await openLibrary();
  const { id } = await made({ journey: { kind: "shift", to: { name: "calm" } } });
  const { body } = await ask("PATCH", `/playlists/${id}`, { version: 1, trackIds: [1] });
  expect(body).toMatchObject({ name: "Happy to calm", saved: true });
});

test("a standing list is copied, not changed", async () => {
  const { ask, composing } = await openLibrary();
  await composing.standing.renew(["happy"], "asked");
  await composing.standing.settled();
  const lists = (await ask("GET", "/standing-playlists")).body.playlists;
  const { playlistId } = lists.find(({ mood }: { mood: string }) => mood === "happy");
  for (const [method, body] of [
    ["PATCH", { version: 1, name: "Mine" }],
    ["DELETE", undefined],
  ] as const) {
    const refused = await ask(method, `/playlists/${playlistId}`, body);
    expect([refused.status, refused.body.error.code]).toEqual([409, "playlist.standing"]);
  }
  const copy = await ask("POST", `/playlists/${playlistId}/copies`, { name: "Mine" });
  expect(copy.body).toMatchObject({ name: "Mine", standing: false, saved: true, mood: "happy" });
  expect(copy.body.entries).toHaveLength(12);
  expect((await ask("POST", "/playlists/4711/copies", { name: "x" })).status).toBe(404);
});

test("saved lists come by name, page by page", async () => {
  const { made, list } = await openLibrary();
  for (const name of ["cello", "Äther", "Bass"]) await made({ name });
  await made();
  expect((await list()).playlists.map(({ name }) => name)).toEqual(["Äther", "Bass", "cello"]);
  expect((await list("?limit=1&offset=1")).playlists.map(({ name }) => name)).toEqual(["Bass"]);
  const all = await list("?which=all&limit=2");
  expect(all).toMatchObject({ total: 4, playlists: [{ name: null, saved: false }, { name: "Bass" }] });
});

test("as M3U a list names its files, whole or relative, and says what it leaves out", async () => {
  const { ask, made, music } = await openLibrary();
  const list = await made({ name: "Fête / №1" });
  const file = await ask("GET", `/playlists/${list.id}.m3u`);
  expect(file.status).toBe(200);
  expect(file.headers.get("content-type")).toBe("audio/x-mpegurl; charset=utf-8");
  expect(file.headers.get("content-disposition")).toMatch(
    /^attachment; filename="[\w. -]+\.m3u8"; filename\*=UTF-8''/u,
  );
  const lines = file.body.split("\n");
  expect(lines.slice(0, 2)).toEqual(["#EXTM3U", "#PLAYLIST:Fête / №1"]);
  const [first] = list.entries;
  expect(lines[2]).toBe(`#EXTINF:180,${first?.track.artist} - ${first?.track.title}`);
  expect(lines[3]).toBe(join(music, first?.track.path ?? ""));
  const relative = await ask("GET", `/playlists/${list.id}.m3u8?paths=relative`);
  expect(relative.body.split("\n")[3]).toBe(first?.track.path);
  for (const [path, status] of [
    ["/playlists/4711.m3u", 404],
    ["/playlists/0.m3u", 400],
    ["/playlists/99999999999999999999.m3u", 400],
    [`/playlists/${list.id}.m3u?paths=odd`, 400],
    [`/playlists/${list.id}.pls`, 400],
  ] as const) {
    expect((await ask("GET", path)).status, path).toBe(status);
  }
});

test("composed pieces are no files: an M3U names them as left out", async () => {
  const { ask } = await openOn(await temporaryFolder(), {}, { maker: fakeMaker() });
  const piece = (await ask("POST", "/pieces", { mood: { name: "calm" }, seed: 5, name: "Late hour" })).body;
  const own = await ask("POST", "/playlists/own", { name: "Pieces", trackIds: [piece.id] });
  const file = await ask("GET", `/playlists/${own.body.id}.m3u`);
  expect(file.headers.get("x-moodsync-left-out")).toBe("1");
  expect(file.body).toMatch(/^#EXTM3U\n#PLAYLIST:Pieces\n# Left out, not a file of the music folder: .*Late hour\n$/u);
});

test("what was made, not kept and not played is forgotten after a month", async () => {
  const { ask, made, keptPlaylists, advance } = await openLibrary();
  const idle = await made();
  const played = await made();
  const saved = await made({ name: "Kept" });
  await ask("POST", "/plays", { trackId: idsOf(played)[0], playlistId: played.id });
  advance(30 * DAY_MS);
  expect(await keptPlaylists.prune()).toBe(0);
  advance(1);
  expect(await keptPlaylists.prune()).toBe(1);
  expect((await ask("GET", `/playlists/${idle.id}`)).status).toBe(404);
  for (const { id } of [played, saved]) expect((await ask("GET", `/playlists/${id}`)).status).toBe(200);
});

test.each([
  ["no version", { name: "x" }],
  ["version 0", { version: 0, name: "x" }],
  ["a name too long", { version: 1, name: "x".repeat(201) }],
  ["something else", { version: 1, title: "x" }],
  ["tracks that are no ids", { version: 1, trackIds: [1.5] }],
])("a change with %s is refused", async (_, change) => {
  const { ask } = await openOn(await temporaryFolder());
  expect((await ask("PATCH", "/playlists/1", change)).body.error.code).toBe("request.invalid");
  expect((await ask("PATCH", "/playlists/1", { version: 1, name: "x" })).body.error.code).toBe("playlist.not-found");
});
