/**
 * Reads listening histories in JSON: ListenBrainz's export (an array, or a listen a line) and answers of its API; Last.fm's
 * `user.getRecentTracks`, one page or many; and the "scrobbles" that lastfmstats.com saves.
 */
import { cleanText } from "../../sources/local/clean-text.ts";
import { brokenFile } from "./exchange-errors.ts";
import { readListenTime } from "./listen-time.ts";
import type { ImportedFile, Listen } from "./song-reference.ts";

/** How one entry of a kind of history is told and read; null from `read` where it says no song or no time. */
interface EntryFormat {
  format: "listenbrainz" | "lastfm";
  matches: (entry: unknown) => boolean;
  read: (entry: unknown, nowMs: number) => Listen | null;
}

const LISTENBRAINZ: EntryFormat = {
  format: "listenbrainz",
  matches: (entry) => property(entry, "track_metadata") !== undefined,
  read(entry, nowMs) {
    const song = property(entry, "track_metadata");
    const info = property(song, "additional_info");
    const milliseconds = Number(property(info, "duration_ms") ?? Number(property(info, "duration")) * 1000);
    const names = { artist: property(song, "artist_name"), title: property(song, "track_name") };
    return toListen(
      { ...names, album: property(song, "release_name") },
      property(entry, "listened_at"),
      nowMs,
      milliseconds,
    );
  },
};

const LASTFM: EntryFormat = {
  format: "lastfm",
  matches: (entry) => property(entry, "name") !== undefined && property(entry, "artist") !== undefined,
  read(entry, nowMs) {
    const names = { artist: textOf(property(entry, "artist")), title: property(entry, "name") };
    const uts = property(property(entry, "date"), "uts");
    return toListen({ ...names, album: textOf(property(entry, "album")) }, uts, nowMs);
  },
};

const LASTFM_STATS: EntryFormat = {
  format: "lastfm",
  matches: (entry) => property(entry, "track") !== undefined && property(entry, "date") !== undefined,
  read(entry, nowMs) {
    const names = { artist: property(entry, "artist"), title: property(entry, "track") };
    return toListen({ ...names, album: property(entry, "album") }, property(entry, "date"), nowMs);
  },
};

const FORMATS = [LISTENBRAINZ, LASTFM_STATS, LASTFM];

/**
 * Reads a history from its text; null where it is JSON of something else.
 * @param nowMs times much later than this are not believed
 * @throws MoodSyncError `import.broken` where it is no JSON
 */
export function readJsonHistory(text: string, nowMs: number): Extract<ImportedFile, { kind: "history" }> | null {
  const entries = entriesOf(parseJson(text));
  const kind = FORMATS.find(({ matches }) => entries.some(matches));
  if (!kind) return null;
  const listens = entries.flatMap((entry) => kind.read(entry, nowMs) ?? []);
  return { kind: "history", format: kind.format, listens, unusable: entries.length - listens.length };
}

/** One document, or one a line. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (lines.length < 2) throw brokenFile("JSON", "it cannot be read.", cause);
    return lines.map((line, i) => parseLine(line, i + 1));
  }
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw brokenFile("JSON", `line ${number} cannot be read.`, cause);
  }
}

/** The entries wherever a known document holds them; pages are joined. */
function entriesOf(document: unknown): unknown[] {
  if (Array.isArray(document)) return document.flatMap((part) => (isPage(part) ? entriesOf(part) : [part]));
  const held =
    property(property(document, "payload"), "listens") ??
    property(property(document, "recenttracks"), "track") ??
    property(document, "scrobbles") ??
    property(document, "listens");
  return Array.isArray(held) ? held : held === undefined ? [document] : [held];
}

function isPage(part: unknown): boolean {
  return Array.isArray(part) || property(part, "recenttracks") !== undefined || property(part, "payload") !== undefined;
}

function toListen(
  names: { artist: unknown; title: unknown; album: unknown },
  time: unknown,
  nowMs: number,
  milliseconds = Number.NaN,
): Listen | null {
  const title = cleanText(names.title);
  const listenedAtMs = readListenTime(time, nowMs);
  if (title === null || listenedAtMs === null) return null;
  const durationMs = milliseconds > 0 && Number.isFinite(milliseconds) ? Math.round(milliseconds) : null;
  const song = { location: null, artist: cleanText(names.artist), title, album: cleanText(names.album), durationMs };
  return { song, listenedAtMs };
}

/** Last.fm's names are objects with the text in "#text", or in "name" where more was asked for. */
function textOf(value: unknown): unknown {
  return property(value, "#text") ?? property(value, "name") ?? value;
}

function property(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;
}
