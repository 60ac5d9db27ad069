import { expect, it } from "vitest";
import { writeM3u, type M3uTrack } from "./m3u-file.ts";

function track(changes: Partial<M3uTrack>): M3uTrack {
  return { source: "local", title: "Title", artist: null, durationMs: null, path: "a.mp3", ...changes };
}

const inMusic = (path: string): string => `/music/${path}`;
const asItIs = (path: string): string => path;

it("writes paths, seconds and names", () => {
  const { lines, left } = writeM3u([track({ artist: "Ärztin", durationMs: 61_600, path: "Ä/b c.flac" }), track({})], {
    resolve: inMusic,
    name: "Evenings\nand more",
  });
  expect(lines).toEqual([
    "#EXTM3U",
    "#PLAYLIST:Evenings and more",
    "#EXTINF:62,Ärztin - Title",
    "/music/Ä/b c.flac",
    "#EXTINF:-1,Title",
    "/music/a.mp3",
  ]);
  expect(left).toEqual([]);
});

it("keeps a title with line breaks on its line, and leaves out a file whose name has one", () => {
  const broken = track({ path: "evil\n/etc/passwd" });
  const { lines, left } = writeM3u([track({ title: "one\r\n#two\u2028three\u0007" }), broken], { resolve: inMusic });
  expect(lines).toEqual(["#EXTM3U", "#EXTINF:-1,one #two three", "/music/a.mp3"]);
  expect(left).toEqual([broken]);
});

it("leaves out what is no file of the music folder", () => {
  const { lines, left } = writeM3u([track({ source: "composed", path: "7" }), track({})], { resolve: inMusic });
  expect(lines).toHaveLength(3);
  expect(left.map(({ source }) => source)).toEqual(["composed"]);
});

it("names a file that begins with a number sign so that it is no remark", () => {
  const { lines } = writeM3u([track({ path: "#1 hits/a.mp3" })], { resolve: asItIs });
  expect(lines[2]).toBe("./#1 hits/a.mp3");
});
