import { expect, it } from "vitest";
import type { Playlist } from "../../contracts/playlists.ts";
import type { Track } from "../../contracts/tracks.ts";
import type { ExportedListen } from "../db/repositories/export-repository.ts";
import { LISTEN_HEADER, listenBrainzLine, listenLine, TRACK_HEADER, trackLine } from "./library-files.ts";
import { playlistToCsv, playlistToXspf } from "./playlist-files.ts";
import { readImport } from "./read-import.ts";

const NOW_MS = Date.UTC(2026, 10, 21);
const TRACK: Track = {
  id: 1,
  source: "local",
  title: '=SUM("a", b) & <c>\u0001',
  artist: "Sigur Rós",
  album: "-",
  durationMs: 61_000,
  hasCover: false,
  liked: true,
  path: "Sigur Rós/100% #1?.flac",
  mimeType: "audio/flac",
  features: null,
  problem: null,
  genre: null,
};

function playlistOf(...tracks: Track[]): Playlist {
  const entries = tracks.map((track, position) => ({ position, track, distance: null, reason: "", waypoint: null }));
  const times = { createdAtMs: NOW_MS, changedAtMs: NOW_MS, durationMs: 0 };
  const flags = {
    version: 1,
    name: "x",
    saved: true,
    standing: false,
    emotion: null,
    mood: null,
    journey: null,
    note: null,
  };
  return { id: 1, target: { valence: 0, arousal: 0 }, entries, ...times, ...flags };
}

it("writes XSPF that reads back, whatever the tags hold", () => {
  const elsewhere = { ...TRACK, source: "subsonic", path: "id-7", album: null };
  const text = playlistToXspf(playlistOf(TRACK, elsewhere), "Rain & <tea>");
  const file = readImport(Buffer.from(text), "", NOW_MS);
  const song = { artist: "Sigur Rós", title: '=SUM("a", b) & <c>', durationMs: 61_000 };
  expect(file).toEqual({
    kind: "playlist",
    format: "xspf",
    name: "Rain & <tea>",
    songs: [
      { ...song, album: "-", location: "Sigur%20R%C3%B3s/100%25%20%231%3F.flac" },
      { ...song, album: null, location: null },
    ],
    unusable: 0,
  });
});

it("writes tables that read back and that no spreadsheet runs", () => {
  const table = playlistToCsv(playlistOf({ ...TRACK, title: '=1+1, "two"' }));
  expect(table).toContain(`"'=1+1, ""two"""`);
  expect(readImport(Buffer.from(table), "", NOW_MS)).toMatchObject({
    kind: "playlist",
    songs: [{ title: '=1+1, "two"', album: "-", location: TRACK.path, durationMs: 61_000 }],
  });
  expect(readImport(Buffer.from(TRACK_HEADER + trackLine(TRACK)), "", NOW_MS)).toMatchObject({
    kind: "likes",
    songs: [{ artist: "Sigur Rós", location: TRACK.path }],
  });
});

it("writes listens that read back in both forms, those only that were listened to for ListenBrainz", () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5);
  const names = { artist: "A", title: "B", album: null, durationMs: 100_000 };
  const heard: ExportedListen = {
    playId: 1,
    ...names,
    startedAtMs: at,
    playedMs: 60_000,
    end: "stopped",
    origin: "moodsync",
  };
  const skipped: ExportedListen = { ...heard, playedMs: 20_000, end: "skipped" };
  expect(readImport(Buffer.from(LISTEN_HEADER + listenLine(heard) + listenLine(skipped)), "", NOW_MS)).toMatchObject({
    kind: "history",
    listens: [{ listenedAtMs: at }, { listenedAtMs: at }],
  });
  expect(listenBrainzLine(skipped)).toBeNull();
  expect(listenBrainzLine({ ...skipped, origin: "lastfm" })).not.toBeNull();
  expect(listenBrainzLine({ ...heard, artist: null })).toBeNull();
  const line = listenBrainzLine(heard) ?? "";
  expect(readImport(Buffer.from(`${line}${line}`), "", NOW_MS)).toMatchObject({
    format: "listenbrainz",
    listens: [{ song: { ...names, location: null }, listenedAtMs: at }, { listenedAtMs: at }],
  });
});
