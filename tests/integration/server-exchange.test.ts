/** Imports and exports through the server: files as other programs write them, good, foreign and broken. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { openOn, scanThrough, temporaryFolder, until, writeTrack, type Ask } from "./server-fixtures.ts";

let ask: Ask;
let music: string;

beforeEach(async () => {
  const folder = await temporaryFolder();
  music = join(folder, "music");
  await mkdir(music);
  await writeTrack(music, "Björk/Jóga.mp3", { artist: "Björk", valence: 0.2, arousal: 0.1 });
  await writeTrack(music, "Nina/Sinnerman.mp3", { artist: "Nina Simone", valence: -0.4, arousal: 0.5 });
  await writeTrack(music, "A/=1+1.mp3", { artist: 'The "A" & B' });
  ({ ask } = await openOn(join(folder, "data"), { musicDir: music }));
  await scanThrough(ask);
});

const FILE = { "content-type": "application/octet-stream" };
const importFile = (text: string, name: string, more = "") =>
  ask("POST", `/imports?name=${encodeURIComponent(name)}${more}`, text, FILE);

async function tracks(): Promise<Map<string, { id: number; liked: boolean }>> {
  const { body } = await ask("GET", "/tracks?limit=100");
  return new Map(body.tracks.map((track: { title: string }) => [track.title, track]));
}

describe("a playlist", () => {
  const M3U = [
    "#EXTM3U",
    "#EXTINF:200,Nina Simone - Sinnerman",
    "D:\\old disk\\sinner.mp3",
    "#EXTINF:200,Somebody - Else",
    "/home/other/Else.flac",
    "/home/other/Music/Björk/Jóga.mp3",
    "https://radio.example/stream",
    "",
  ].join("\r\n");

  it("becomes a playlist of what is there, and says what is not", async () => {
    const dry = await importFile(M3U, "Evening.m3u8", "&dryRun=true");
    expect(dry.body).toMatchObject({
      kind: "playlist",
      format: "m3u",
      name: "Evening",
      entries: 4,
      matched: 2,
      dryRun: true,
    });
    expect((await ask("GET", "/playlists")).body.total).toBe(0);

    const { status, body } = await importFile(M3U, "Evening.m3u8");
    expect(status).toBe(200);
    expect(body).toMatchObject({ matched: 2, added: 2, missing: { entries: 2, songs: 2 }, dryRun: false });
    expect(body.missing.first[0]).toEqual({
      artist: "Somebody",
      title: "Else",
      album: null,
      location: "/home/other/Else.flac",
      times: 1,
    });
    const list = (await ask("GET", `/playlists/${body.playlistId}`)).body;
    expect(list).toMatchObject({ name: "Evening", saved: true });
    expect(list.entries.map(({ track }: { track: { title: string } }) => track.title)).toEqual(["Sinnerman", "Jóga"]);
  });

  it("takes in what was missing once it has come", async () => {
    const { playlistId } = (await importFile(M3U, "Evening.m3u")).body;
    expect((await ask("GET", `/playlists/${playlistId}/missing`)).body.songs).toHaveLength(2);
    expect((await ask("POST", `/playlists/${playlistId}/missing/search`)).body).toEqual({ found: 0, stillMissing: 2 });
    await writeTrack(music, "New/Else.flac", { artist: "Somebody" });
    await scanThrough(ask);
    expect((await ask("POST", `/playlists/${playlistId}/missing/search`)).body).toEqual({ found: 1, stillMissing: 1 });
    const list = (await ask("GET", `/playlists/${playlistId}`)).body;
    expect(list.entries.at(-1).track.title).toBe("Else");
    expect((await ask("GET", `/playlists/${playlistId}/missing`)).body.songs).toMatchObject([{ title: "stream" }]);
  });

  it("survives a round trip through XSPF, a table and M3U", async () => {
    const ids = [...(await tracks()).values()].map(({ id }) => id);
    const own = (await ask("POST", "/playlists/own", { name: "Mine & <yours>", trackIds: ids })).body;
    for (const path of [
      `/exports/playlists/${own.id}`,
      `/exports/playlists/${own.id}?format=csv`,
      `/playlists/${own.id}.m3u`,
    ]) {
      const { status, headers, body } = await ask("GET", path);
      expect(status).toBe(200);
      expect(headers.get("content-disposition")).toContain("attachment");
      const again = (await importFile(body, "again")).body;
      expect(again).toMatchObject({ matched: 3, missing: { songs: 0 } });
      const entries = (await ask("GET", `/playlists/${again.playlistId}`)).body.entries;
      expect(entries.map(({ track }: { track: { id: number } }) => track.id)).toEqual(ids);
    }
  });

  it("of songs that are all foreign is not made", async () => {
    const { status, body } = await importFile("#EXTM3U\n#EXTINF:1,X - Y\nz.mp3\n", "x.m3u");
    expect(status).toBe(404);
    expect(body.error.code).toBe("import.nothing-found");
    expect((await ask("GET", "/playlists")).body.total).toBe(0);
  });
});

describe("a listening history", () => {
  const at = Date.UTC(2025, 9, 31, 19, 4) / 1000;
  const listen = (artist: string, title: string, time: number) =>
    JSON.stringify({ listened_at: time, track_metadata: { artist_name: artist, track_name: title } });

  it("is kept once, however often and from wherever it comes", async () => {
    const lines = [
      listen("björk", "Joga", at),
      listen("Björk feat. Somebody", "Jóga (Remastered 2015)", at + 1000),
      listen("Nobody", "Nothing", at),
      listen("Nobody", "Nothing", at + 500),
      listen("Björk", "Jóga", 0),
    ];
    const first = (await importFile(lines.join("\n"), "listens.jsonl")).body;
    expect(first).toMatchObject({
      kind: "history",
      format: "listenbrainz",
      entries: 5,
      matched: 2,
      added: 2,
      unusable: 1,
    });
    expect(first.missing).toEqual({
      entries: 2,
      songs: 1,
      first: [{ artist: "Nobody", title: "Nothing", album: null, location: null, times: 2 }],
    });
    expect((await importFile(lines.join("\n"), "listens.jsonl")).body).toMatchObject({ added: 0, alreadyKnown: 2 });
    // Last.fm saw one of the two listens a few seconds later, and one that ListenBrainz did not.
    const table = `Björk,,Jóga,"31 Oct 2025, 19:04"\nNina Simone,,Sinnerman,"30 Oct 2025, 08:00"\n`;
    expect((await importFile(table, "lastfm.csv")).body).toMatchObject({ format: "lastfm", added: 1, alreadyKnown: 1 });
  });

  it("counts for what was heard lately, and comes out again", async () => {
    const now = Math.floor(Date.now() / 1000) - 600;
    await importFile(listen("Nina Simone", "Sinnerman", now), "x.json");
    const { body } = await ask("POST", "/playlists", { mood: { valence: -0.4, arousal: 0.5 }, size: 2 });
    expect(body.entries.map(({ track }: { track: { title: string } }) => track.title)).not.toContain("Sinnerman");
    const lines = (await ask("GET", "/exports/listens.jsonl")).body
      .trim()
      .split("\n")
      .map((line: string) => JSON.parse(line));
    expect(lines).toMatchObject([{ listened_at: now, track_metadata: { artist_name: "Nina Simone" } }]);
    expect((await ask("GET", "/exports/listens.csv")).body).toContain("Nina Simone,Sinnerman");
  });

  it("of a hundred thousand listens holds up nobody", async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) =>
      listen(i % 10 === 0 ? "Björk" : `Artist ${i % 3000}`, i % 10 === 0 ? "Jóga" : `Song ${i % 9000}`, at - i * 300),
    );
    let answers = 0;
    let done = false;
    const answer = importFile(lines.join("\n"), "big.jsonl").finally(() => (done = true));
    await until(async () => {
      expect((await ask("GET", "/status")).status).toBe(200);
      answers += 1;
      return done;
    }, 120_000);
    expect((await answer).body).toMatchObject({ entries: 100_000, matched: 10_000, added: 10_000 });
    // Taken in at one go, there would be one answer before and one after.
    expect(answers).toBeGreaterThan(10);
  }, 180_000);
});

describe("likes", () => {
  it("come back from the library's own table, with names that a spreadsheet would run", async () => {
    const all = await tracks();
    await ask("POST", "/feedback", { trackId: all.get("=1+1")!.id, kind: "like" });
    const table = (await ask("GET", "/exports/tracks.csv")).body;
    expect(table).toContain(`"The ""A"" & B",'=1+1`);
    await ask("POST", "/feedback", { trackId: all.get("=1+1")!.id, kind: "unlike" });
    expect((await importFile(table, "tracks.csv")).body).toMatchObject({ kind: "likes", matched: 1, added: 1 });
    expect([...(await tracks())].filter(([, { liked }]) => liked).map(([title]) => title)).toEqual(["=1+1"]);
    expect((await importFile(table, "tracks.csv")).body).toMatchObject({ added: 0, alreadyKnown: 1 });
  });
});

describe("what cannot be imported", () => {
  it.each([
    ["nothing", "", 400, "import.empty"],
    ["prose", "Dear all", 400, "import.unknown-format"],
    ["XML cut short", "<?xml version='1.0'?><playlist><trackList><track>", 400, "import.broken"],
    ["JSON cut short", '[{"listened_at":', 400, "import.broken"],
  ])("%s", async (_, text, status, code) => {
    const answer = await importFile(text, "x");
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });

  it("too many songs for one playlist, a file that is too large, another type", async () => {
    const long = await importFile(`#EXTM3U\n${"a.mp3\n".repeat(5001)}`, "long.m3u");
    expect([long.status, long.body.error.code]).toEqual([400, "import.too-long"]);
    const large = await ask("POST", "/imports", "x", { ...FILE, "content-length": String(65 * 1024 * 1024) });
    expect([large.status, large.body.error.code]).toEqual([413, "request.too-large"]);
    const json = await ask("POST", "/imports", "{}");
    expect([json.status, json.body.error.code]).toEqual([415, "request.unsupported-type"]);
    expect((await ask("GET", "/exports/playlists/77")).status).toBe(404);
    expect((await ask("GET", "/playlists/77/missing")).status).toBe(404);
  });
});
