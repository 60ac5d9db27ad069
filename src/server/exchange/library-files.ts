/** Writes tracks with their features, and listens, as lines that other programs read. */
import type { Track } from "../../contracts/tracks.ts";
import type { ExportedListen } from "../db/repositories/export-repository.ts";
import { csvLine, type Cell } from "./csv-lines.ts";

/** ListenBrainz and Last.fm count a song as listened to from half its length or four minutes on. */
const ENOUGH_MS = 240_000;

type TrackColumn = readonly [name: string, read: (track: Track) => Cell];

const TRACK_COLUMNS: readonly TrackColumn[] = [
  ["artist", ({ artist }) => artist],
  ["title", ({ title }) => title],
  ["album", ({ album }) => album],
  ["genre", ({ genre }) => genre],
  ["duration_ms", ({ durationMs }) => durationMs],
  ["source", ({ source }) => source],
  ["path", ({ path }) => path],
  ["liked", ({ liked }) => (liked ? 1 : 0)],
  ["valence", ({ features }) => features?.valence ?? null],
  ["arousal", ({ features }) => features?.arousal ?? null],
  ["tempo_bpm", ({ features }) => features?.tempoBpm ?? null],
  ["tonic", ({ features }) => features?.tonic ?? null],
  ["mode", ({ features }) => features?.mode ?? null],
  ["loudness_lufs", ({ features }) => features?.loudnessLufs ?? null],
  ["dynamic_range_db", ({ features }) => features?.dynamicRangeDb ?? null],
  ["brightness_hz", ({ features }) => features?.brightnessHz ?? null],
  ["onsets_per_second", ({ features }) => features?.onsetsPerSecond ?? null],
  ["analyser_version", ({ features }) => features?.analyserVersion ?? null],
];

export const TRACK_HEADER = csvLine(TRACK_COLUMNS.map(([name]) => name));

export function trackLine(track: Track): string {
  return csvLine(TRACK_COLUMNS.map(([, read]) => read(track)));
}

export const LISTEN_HEADER = csvLine([
  "listened_at",
  "artist",
  "title",
  "album",
  "duration_ms",
  "played_ms",
  "end",
  "origin",
]);

/** Every play, also those that were skipped. */
export function listenLine(listen: ExportedListen): string {
  const { artist, title, album, durationMs, startedAtMs, playedMs, end, origin } = listen;
  return csvLine([new Date(startedAtMs).toISOString(), artist, title, album, durationMs, playedMs, end, origin]);
}

/** A listen as ListenBrainz keeps it, with its line end; null for what was not heard long enough to be one, or by nobody known. */
export function listenBrainzLine({
  artist,
  title,
  album,
  durationMs,
  startedAtMs,
  ...heard
}: ExportedListen): string | null {
  const needed = Math.min(ENOUGH_MS, durationMs === null ? ENOUGH_MS : durationMs / 2);
  const isListen = heard.origin !== "moodsync" || heard.end === "completed" || heard.playedMs >= needed;
  if (!isListen || artist === null) return null;
  const info = { submission_client: "MoodSync", ...(durationMs === null ? {} : { duration_ms: durationMs }) };
  const song = { artist_name: artist, track_name: title, ...(album === null ? {} : { release_name: album }) };
  const listen = { listened_at: Math.floor(startedAtMs / 1000), track_metadata: { ...song, additional_info: info } };
  return `${JSON.stringify(listen)}\n`;
}
