/** Writes a playlist as extended M3U in UTF-8, as players read it. */
import path from "node:path";
import type { Playlist } from "../contracts/playlists.ts";
import type { Track } from "../contracts/tracks.ts";

/** Line breaks would start a new entry, whatever the tag meant by them. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/gu, " ");

function titleOf(track: Track): string {
  return oneLine(track.artist === null ? track.title : `${track.artist} - ${track.title}`);
}

/**
 * The lines of the file, without line ends; paths are absolute, so that the list may be kept anywhere.
 * A file whose name holds a line break cannot be named in M3U, and what comes from elsewhere than the music folder is no
 * file in it: such tracks are returned in `left`.
 * @param folder absolute path of the music folder
 */
export function playlistToM3u(playlist: Playlist, folder: string): { lines: string[]; left: Track[] } {
  const lines = ["#EXTM3U"];
  const left: Track[] = [];
  for (const { track } of playlist.entries) {
    if (track.source !== "local" || /[\r\n]/u.test(track.path)) {
      left.push(track);
      continue;
    }
    const seconds = track.durationMs === null ? -1 : Math.round(track.durationMs / 1000);
    lines.push(`#EXTINF:${seconds},${titleOf(track)}`, path.join(folder, ...track.path.split("/")));
  }
  return { lines, left };
}
