import { describe, expect, it } from "vitest";
import { readImport } from "./read-import.ts";
import type { ImportedFile } from "./song-reference.ts";

const NOW_MS = Date.UTC(2026, 10, 21);
const OCTOBER_MS = Date.UTC(2025, 9, 31, 19, 4);
const read = (text: string, name = ""): ImportedFile => readImport(Buffer.from(text), name, NOW_MS);
const song = (fields: object) => ({
  location: null,
  artist: null,
  title: null,
  album: null,
  durationMs: null,
  ...fields,
});

describe("M3U", () => {
  it("reads names, lengths and paths, and the name of the list", () => {
    const text =
      "#EXTM3U\r\n#PLAYLIST:Evenings\r\n#EXTINF:241,Nina – Simone - Sinnerman - Live\r\nmusic\\Sinnerman.mp3\r\n";
    expect(read(text)).toEqual({
      kind: "playlist",
      format: "m3u",
      name: "Evenings",
      songs: [
        song({
          location: "music\\Sinnerman.mp3",
          artist: "Nina",
          title: "Simone - Sinnerman - Live",
          durationMs: 241_000,
        }),
      ],
      unusable: 0,
    });
  });

  it("takes what is missing from the file's name, and never what was said of another song", () => {
    const file = read(
      "#EXTINF:10,A - One\n/a/one.mp3\n/b/07 - Some One - Some_Song.flac\nhttp://radio/x\n",
      "list.m3u",
    );
    expect(file).toMatchObject({
      songs: [
        { artist: "A", title: "One", durationMs: 10_000 },
        { artist: "Some One", title: "Some Song", durationMs: null },
        { artist: null, title: "x", location: "http://radio/x" },
      ],
    });
  });

  it.each([
    ["UTF-16", Buffer.from("\uFEFF#EXTM3U\n#EXTINF:1,Sigur Rós - Svefn\nx.mp3\n", "utf16le")],
    ["Windows' Western European", Buffer.from("#EXTM3U\n#EXTINF:1,Sigur R\xf3s - Svefn\nx.mp3\n", "latin1")],
    ["UTF-8 with a mark", Buffer.from("\uFEFF#EXTM3U\n#EXTINF:1,Sigur Rós - Svefn\nx.mp3\n")],
  ])("reads %s", (_, bytes) => {
    expect(readImport(bytes, "", NOW_MS)).toMatchObject({ songs: [{ artist: "Sigur Rós", title: "Svefn" }] });
  });
});

describe("XSPF", () => {
  const list = (tracks: string) =>
    `<?xml version="1.0"?><playlist version="1" xmlns="http://xspf.org/ns/0/"><title>Rain &amp; tea</title><trackList>${tracks}</trackList></playlist>`;

  it("reads tracks, one or many, numbers as titles too", () => {
    const one =
      "<track><location>file:///a%20b.mp3</location><creator>Prince</creator><title>1999</title><duration>379000</duration></track>";
    const named = { location: "file:///a%20b.mp3", artist: "Prince", title: "1999", durationMs: 379_000 };
    expect(read(list(one))).toEqual({
      kind: "playlist",
      format: "xspf",
      name: "Rain & tea",
      songs: [song(named)],
      unusable: 0,
    });
    expect(read(list(`${one}<track/><track><annotation>?</annotation></track>`))).toMatchObject({
      songs: [named],
      unusable: 2,
    });
  });

  it.each([
    ["cut short", list("<track><title>x</title>").slice(0, -24), "import.broken"],
    [
      "entities that grow",
      `<!DOCTYPE x [<!ENTITY a "aaaa">]>${list("<track><title>&a;</title></track>")}`,
      "import.broken",
    ],
    ["other XML", "<rss></rss>", "import.unknown-format"],
    ["no tracks", list(""), "import.empty"],
  ])("refuses %s", (_, text, code) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe("CSV", () => {
  it("knows columns by what other programs call them", () => {
    const exportify =
      'Track Name,"Artist Name(s)",Album Name,Track Duration (ms)\n"Hey, Jude",The Beatles,"1",431000\n,,,\n';
    expect(read(exportify)).toEqual({
      kind: "playlist",
      format: "csv",
      name: null,
      songs: [song({ title: "Hey, Jude", artist: "The Beatles", album: "1", durationMs: 431_000 })],
      unusable: 1,
    });
    expect(read("title;artist;length\nA;B;3:25\n")).toMatchObject({ songs: [{ durationMs: 205_000 }] });
  });

  it("takes a column of times for a history and one of likes for likes", () => {
    const history = read(
      "artist\ttitle\tlistened_at\nA\tB\t2025-10-31T19:04:00Z\nA\tC\t1970-01-01T00:00:00Z\nA\tD\tsoon\n",
    );
    expect(history).toMatchObject({ kind: "history", listens: [{ listenedAtMs: OCTOBER_MS }], unusable: 2 });
    expect(read("title,liked\nA,1\nB,0\nC,true\n")).toMatchObject({
      kind: "likes",
      songs: [{ title: "A" }, { title: "C" }],
    });
  });

  it("reads Last.fm's table without a header", () => {
    expect(read('Björk,Post,Hyperballad,"31 Oct 2025, 19:04"\nBjörk,,Jóga,31 Oct 2025 19:04\n')).toEqual({
      kind: "history",
      format: "lastfm",
      listens: [
        { song: song({ artist: "Björk", album: "Post", title: "Hyperballad" }), listenedAtMs: OCTOBER_MS },
        { song: song({ artist: "Björk", title: "Jóga" }), listenedAtMs: OCTOBER_MS },
      ],
      unusable: 0,
    });
  });

  it.each([
    ["a table of something else", "date,amount\n2025-01-01,3\n"],
    ["prose", "Dear all,\nhow are you?\n"],
  ])("refuses %s", (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "import.unknown-format" }));
  });
});

describe("JSON", () => {
  const listen = (at: unknown) => ({
    listened_at: at,
    track_metadata: { artist_name: "A", track_name: "B", release_name: "C", additional_info: { duration_ms: 5000 } },
  });
  const heard = { song: song({ artist: "A", title: "B", album: "C", durationMs: 5000 }), listenedAtMs: OCTOBER_MS };

  it("reads ListenBrainz as an array, as lines and as an answer of its API", () => {
    const [first, second] = [listen(OCTOBER_MS / 1000), listen(0)];
    const expected = { kind: "history", format: "listenbrainz", listens: [heard], unusable: 1 };
    expect(read(JSON.stringify([first, second]))).toEqual(expected);
    expect(read(`${JSON.stringify(first)}\n${JSON.stringify(second)}\n`)).toEqual(expected);
    expect(read(JSON.stringify({ payload: { listens: [first, second] } }))).toEqual(expected);
  });

  it("reads Last.fm's pages, without the song that is playing, and saved scrobbles", () => {
    const track = {
      artist: { "#text": "A" },
      name: "B",
      album: { "#text": "C" },
      date: { uts: String(OCTOBER_MS / 1000) },
    };
    const playing = { artist: { "#text": "A" }, name: "B", "@attr": { nowplaying: "true" } };
    const page = { recenttracks: { track: [playing, track] } };
    const expected = { song: { ...heard.song, durationMs: null }, listenedAtMs: OCTOBER_MS };
    expect(read(JSON.stringify([page, page]))).toMatchObject({
      format: "lastfm",
      listens: [expected, expected],
      unusable: 2,
    });
    const saved = { username: "x", scrobbles: [{ track: "B", artist: "A", album: "C", date: OCTOBER_MS }] };
    expect(read(JSON.stringify(saved))).toMatchObject({ format: "lastfm", listens: [expected], unusable: 0 });
  });

  it.each([
    ["something else", '{"a": 1}', "import.unknown-format"],
    ["a file cut short", '[{"listened_at": 1, "track_meta', "import.broken"],
    ["a broken line", `${JSON.stringify(listen(1))}\n{"listened_at": 1, "tra\n`, "import.broken"],
  ])("refuses %s", (_, text, code) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code }));
  });
});

it.each([
  ["nothing", "", "import.empty"],
  ["a picture", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "import.unknown-format"],
  ["an empty list", "#EXTM3U\n", "import.empty"],
])("refuses %s", (_, text, code) => {
  expect(() => readImport(Buffer.from(text, "latin1"), "", NOW_MS)).toThrow(expect.objectContaining({ code }));
});
