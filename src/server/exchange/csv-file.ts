/**
 * Reads tables of songs: our own export, those of Exportify and of Last.fm exporters. Columns are known by their headers, whatever the
 * program calls them. With a column of times it is a history, with one of likes it can be likes, otherwise a playlist.
 */
import { parse } from "csv-parse/sync";
import { cleanText } from "../../sources/local/clean-text.ts";
import { brokenFile } from "./exchange-errors.ts";
import { readListenTime } from "./listen-time.ts";
import { isFindable, type ImportedFile, type Listen, type SongReference } from "./song-reference.ts";

const HEADERS = {
  title: ["title", "track", "trackname", "tracktitle", "song", "songname", "name"],
  artist: ["artist", "artists", "artistname", "artistnames", "creator", "performer"],
  album: ["album", "albumname", "albumtitle", "release", "releasename"],
  location: ["path", "location", "file", "filename", "filepath"],
  durationMs: ["durationms", "trackdurationms"],
  duration: ["duration", "length", "seconds", "time"],
  listenedAt: ["listenedat", "date", "datetime", "utctime", "uts", "timestamp", "playedat", "scrobbledat"],
  liked: ["liked", "loved", "favourite", "favorite", "starred"],
} as const;

type Column = keyof typeof HEADERS;
type Row = Partial<Record<Column, string>>;

/** Last.fm's best known exporter writes no header: artist, album, title, time. */
const LASTFM_COLUMNS: readonly Column[] = ["artist", "album", "title", "listenedAt"];
const DELIMITERS = [",", ";", "\t"] as const;
const YES = /^(1|true|yes|y|x|♥|loved)$/iu;

/**
 * Reads a table from its text; null where its first line names no songs.
 * @param nowMs times much later than this are not believed
 * @throws MoodSyncError `import.broken` where quotes do not close
 */
export function readCsv(text: string, nowMs: number): ImportedFile | null {
  const [first = ""] = text.split(/\r\n|\r|\n/u, 1);
  const delimiter = DELIMITERS.toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!;
  const [header, ...lines] = parseTable(text, delimiter);
  if (!header) return null;
  const named = columnsOf(header);
  if (named.includes("title") || named.includes("location")) return readRows(lines, named, "csv", nowMs);
  const isLastfm = header.length === 4 && readListenTime(header[3], nowMs) !== null;
  return isLastfm ? readRows([header, ...lines], LASTFM_COLUMNS, "lastfm", nowMs) : null;
}

function parseTable(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, relaxColumnCount: true, skipEmptyLines: true, bom: true, relaxQuotes: true });
  } catch (cause) {
    throw brokenFile("CSV", cause instanceof Error ? cause.message : "it cannot be divided into columns.", cause);
  }
}

function columnsOf(header: readonly string[]): (Column | null)[] {
  const taken = new Set<Column>();
  return header.map((cell) => {
    const word = cell
      .toLowerCase()
      .replace("(s)", "s")
      .replace(/[^a-z]/gu, "");
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of HEADERS
    const column = (Object.keys(HEADERS) as Column[]).find((name) => HEADERS[name].some((known) => known === word));
    if (column === undefined || taken.has(column)) return null;
    taken.add(column);
    return column;
  });
}

function readRows(
  lines: readonly string[][],
  columns: readonly (Column | null)[],
  format: "csv" | "lastfm",
  nowMs: number,
): ImportedFile {
  const rows = lines.map((line) => toRow(line, columns));
  if (columns.includes("listenedAt")) {
    const listens = rows.flatMap((row) => toListen(row, nowMs) ?? []);
    return { kind: "history", format, listens, unusable: rows.length - listens.length };
  }
  const wanted = columns.includes("liked") ? rows.filter(({ liked = "" }) => YES.test(liked.trim())) : rows;
  const songs = wanted.map(toSong).filter(isFindable);
  const rest = { format, songs, unusable: wanted.length - songs.length };
  return columns.includes("liked") ? { kind: "likes", ...rest } : { kind: "playlist", name: null, ...rest };
}

function toRow(line: readonly string[], columns: readonly (Column | null)[]): Row {
  const row: Row = {};
  for (const [i, column] of columns.entries()) {
    // Our own tables keep spreadsheets from taking text for a formula by an apostrophe (see csv-lines.ts).
    if (column !== null && line[i] !== undefined) row[column] = line[i].replace(/^'(?=[=+\-@\t])/u, "");
  }
  return row;
}

function toListen(row: Row, nowMs: number): Listen | null {
  const listenedAtMs = readListenTime(row.listenedAt, nowMs);
  const song = toSong(row);
  return listenedAtMs === null || !isFindable(song) ? null : { song, listenedAtMs };
}

function toSong(row: Row): SongReference {
  return {
    location: row.location?.trim() || null,
    artist: cleanText(row.artist),
    title: cleanText(row.title),
    album: cleanText(row.album),
    durationMs: toDuration(row),
  };
}

/** `durationMs`, or a duration in seconds or as minutes and seconds. */
function toDuration({ durationMs, duration = "" }: Row): number | null {
  if (durationMs !== undefined) return positive(Number(durationMs));
  const [seconds = 0, minutes = 0, hours = 0] = duration.split(":").map(Number).toReversed();
  return positive((hours * 3600 + minutes * 60 + seconds) * 1000);
}

function positive(milliseconds: number): number | null {
  return Number.isFinite(milliseconds) && milliseconds > 0 ? Math.round(milliseconds) : null;
}
