/** Writes a list of tracks as extended M3U in UTF-8, as players read it. Where files lie is said by the caller. */

/** As much of a track as the file names. */
export interface M3uTrack {
  source: string;
  /** Of a local file, relative to the music folder, with forward slashes. */
  path: string;
  title: string;
  artist: string | null;
  durationMs: number | null;
}

export interface M3uOptions {
  /** From the path relative to the music folder to the one that is written. */
  resolve: (path: string) => string;
  /** What the list is called; default nothing. */
  name?: string | null;
}

/** Line breaks would start a new entry, whatever the tag meant by them; other control characters mean nothing to a player. */
// oxlint-disable-next-line no-control-regex
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/gu, " ").trim();

/** "Artist - Title", or the title alone, on one line. */
export function m3uTitle({ artist, title }: Pick<M3uTrack, "artist" | "title">): string {
  return oneLine(artist === null ? title : `${artist} - ${title}`);
}

/**
 * The lines of the file, without line ends. A file whose name holds a line break cannot be named in M3U, and what comes from
 * elsewhere than the music folder is no file in it: such tracks are returned in `left`.
 */
export function writeM3u<Track extends M3uTrack>(
  tracks: readonly Track[],
  { resolve, name = null }: M3uOptions,
): { lines: string[]; left: Track[] } {
  const lines = ["#EXTM3U"];
  if (name !== null) lines.push(`#PLAYLIST:${oneLine(name)}`);
  const left: Track[] = [];
  for (const track of tracks) {
    if (track.source !== "local" || /[\r\n]/u.test(track.path)) {
      left.push(track);
      continue;
    }
    const seconds = track.durationMs === null ? -1 : Math.round(track.durationMs / 1000);
    const place = resolve(track.path);
    // A name that begins with a number sign would be a remark.
    lines.push(`#EXTINF:${seconds},${m3uTitle(track)}`, place.startsWith("#") ? `./${place}` : place);
  }
  return { lines, left };
}
