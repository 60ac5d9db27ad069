/** Writes a playlist as XSPF version 1 or as a CSV table; M3U has a file of its own. */
import { XMLBuilder } from "fast-xml-parser";
import type { Playlist } from "../../contracts/playlists.ts";
import type { Track } from "../../contracts/tracks.ts";
import { csvLine } from "./csv-lines.ts";

/** Not allowed in XML 1.0, however they are written. */
// oxlint-disable-next-line no-control-regex
const NO_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu;

/**
 * The list as XSPF. Songs of the music folder have relative addresses, so that the file may be put there; other songs have none and
 * are known by their names.
 * @param title shown by players
 */
export function playlistToXspf(playlist: Playlist, title: string): string {
  const builder = new XMLBuilder({ format: true, ignoreAttributes: false, suppressEmptyNode: true });
  const track = playlist.entries.map((entry) => toXspfTrack(entry.track));
  const document = {
    "?xml": { "@_version": "1.0", "@_encoding": "UTF-8" },
    playlist: {
      "@_version": "1",
      "@_xmlns": "http://xspf.org/ns/0/",
      title: xmlText(title),
      date: new Date(playlist.createdAtMs).toISOString(),
      trackList: { track },
    },
  };
  return builder.build(document);
}

function toXspfTrack({ source, path, title, artist, album, durationMs }: Track): Record<string, string | number> {
  return {
    ...(source === "local" ? { location: path.split("/").map(encodeURIComponent).join("/") } : {}),
    title: xmlText(title),
    ...(artist === null ? {} : { creator: xmlText(artist) }),
    ...(album === null ? {} : { album: xmlText(album) }),
    ...(durationMs === null ? {} : { duration: durationMs }),
  };
}

function xmlText(text: string): string {
  return text.replace(NO_XML, "");
}

/** The list as a table that any program, this one too, can read. */
export function playlistToCsv(playlist: Playlist): string {
  const header = csvLine(["artist", "title", "album", "duration_ms", "path", "reason"]);
  const lines = playlist.entries.map(({ track, reason }) =>
    csvLine([track.artist, track.title, track.album, track.durationMs, track.path, reason]),
  );
  return header + lines.join("");
}
