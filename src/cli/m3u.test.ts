import path from "node:path";
import { expect, it } from "vitest";
import type { Playlist } from "../contracts/playlists.ts";
import type { Track } from "../contracts/tracks.ts";
import { playlistToM3u } from "./m3u.ts";

function track(changes: Partial<Track>): Track {
  return {
    id: 1,
    source: "local",
    title: "Title",
    artist: null,
    album: null,
    durationMs: null,
    hasCover: false,
    liked: false,
    path: "a.mp3",
    mimeType: "audio/mpeg",
    features: null,
    problem: null,
    ...changes,
  };
}

function playlist(...tracks: Track[]): Playlist {
  const entries = tracks.map((one, position) => ({ position, track: one, distance: 0, reason: "fits" }));
  return { id: 1, createdAtMs: 0, emotion: "happy", target: { valence: 0.8, arousal: 0.4 }, entries, note: null };
}

it("writes whole paths, seconds and names", () => {
  const { lines, left } = playlistToM3u(
    playlist(track({ artist: "Ärztin", durationMs: 61_600, path: "Ä/b c.flac" }), track({})),
    path.resolve("/music"),
  );
  expect(lines).toEqual([
    "#EXTM3U",
    "#EXTINF:62,Ärztin - Title",
    path.resolve("/music/Ä/b c.flac"),
    "#EXTINF:-1,Title",
    path.resolve("/music/a.mp3"),
  ]);
  expect(left).toEqual([]);
});

it("keeps a title with line breaks on its line, and leaves out a file whose name has one", () => {
  const broken = track({ path: "evil\n/etc/passwd" });
  const { lines, left } = playlistToM3u(playlist(track({ title: "one\r\n#two" }), broken), "/music");
  expect(lines).toHaveLength(3);
  expect(lines[1]).toBe("#EXTINF:-1,one #two");
  expect(left).toEqual([broken]);
});

it("leaves out what is no file of the music folder", () => {
  const { lines, left } = playlistToM3u(playlist(track({ source: "composed", path: "7" }), track({})), "/music");
  expect(lines).toHaveLength(3);
  expect(left.map(({ source }) => source)).toEqual(["composed"]);
});
