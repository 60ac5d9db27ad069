/** Reads XSPF version 1 (xspf.org/spec): locations, creators, titles, albums and durations of its tracks. Writing is in playlist-files.ts. */
import { XMLParser } from "fast-xml-parser";
import { cleanText } from "../../sources/local/clean-text.ts";
import { brokenFile } from "./exchange-errors.ts";
import { isFindable, type ImportedFile, type SongReference } from "./song-reference.ts";

const LISTS = new Set(["playlist.trackList.track", "playlist.trackList.track.location"]);

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: true,
  htmlEntities: true,
  isArray: (_name, path) => LISTS.has(String(path)),
});

/**
 * Reads a list from its text.
 * @throws MoodSyncError `import.broken` where it is no well-formed XML, no XSPF, or declares entities of its own
 */
export function readXspf(text: string): Extract<ImportedFile, { kind: "playlist" }> {
  // Entities of a document's own can be made to grow without end, and no player writes any.
  if (/<!DOCTYPE/iu.test(text)) throw brokenFile("XSPF", "it declares a document type, which XSPF does not have.");
  const playlist = property(parse(text), "playlist");
  if (playlist === undefined) throw brokenFile("XSPF", "it has no <playlist>.");
  const tracks = property(property(playlist, "trackList"), "track");
  const songs = Array.isArray(tracks) ? tracks.map(toSong) : [];
  const findable = songs.filter(isFindable);
  const name = cleanText(property(playlist, "title"));
  return { kind: "playlist", format: "xspf", name, songs: findable, unusable: songs.length - findable.length };
}

function parse(text: string): unknown {
  try {
    return parser.parse(text, true);
  } catch (cause) {
    throw brokenFile("XSPF", "it is cut short, or is no well-formed XML.", cause);
  }
}

function toSong(track: unknown): SongReference {
  const locations: unknown = property(track, "location");
  const duration = Number(property(track, "duration"));
  return {
    location: Array.isArray(locations) && typeof locations[0] === "string" ? locations[0].trim() || null : null,
    artist: cleanText(property(track, "creator")),
    title: cleanText(property(track, "title")),
    album: cleanText(property(track, "album")),
    durationMs: Number.isFinite(duration) && duration > 0 ? Math.round(duration) : null,
  };
}

function property(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;
}
