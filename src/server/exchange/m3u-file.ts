/**
 * Reads M3U and M3U8, plain and extended, as players write them: `#EXTINF:seconds,Artist - Title` before a path or an address.
 * There is no standard; what is not understood is passed over. Writing is in playlist-files.ts.
 */
import { cleanText } from "../../sources/local/clean-text.ts";
import { isFindable, type ImportedFile, type SongReference } from "./song-reference.ts";

const NOTHING: SongReference = { location: null, artist: null, title: null, album: null, durationMs: null };

/** Reads a list from its text. */
export function readM3u(text: string): Extract<ImportedFile, { kind: "playlist" }> {
  const songs: SongReference[] = [];
  let name: string | null = null;
  let unusable = 0;
  let said = NOTHING;
  for (const line of text.split(/\r\n|\r|\n/u)) {
    const entry = line.trim();
    if (entry.startsWith("#")) {
      name ??= valueOf(entry, "#PLAYLIST:");
      said = { ...said, ...whatIsSaid(entry) };
    } else if (entry !== "") {
      const song = withNameOfFile({ ...said, location: entry });
      if (isFindable(song)) songs.push(song);
      else unusable++;
      said = NOTHING;
    }
  }
  return { kind: "playlist", format: "m3u", name, songs, unusable };
}

function whatIsSaid(line: string): Partial<SongReference> {
  const album = valueOf(line, "#EXTALB:");
  if (album !== null) return { album };
  const artist = valueOf(line, "#EXTART:");
  if (artist !== null) return { artist };
  const inf = /^#EXTINF:\s*(-?\d+(?:\.\d+)?)[^,]*,(.*)$/iu.exec(line);
  if (!inf) return {};
  const seconds = Number(inf[1]);
  return { durationMs: seconds > 0 ? Math.round(seconds * 1000) : null, ...artistAndTitle(inf[2] ?? "") };
}

function valueOf(line: string, tag: string): string | null {
  return line.toUpperCase().startsWith(tag) ? cleanText(line.slice(tag.length)) : null;
}

function artistAndTitle(text: string): Partial<SongReference> {
  const [first = "", ...rest] = text.split(/\s+[-–]\s+/u);
  if (rest.length === 0) return { title: cleanText(first) };
  return { artist: cleanText(first), title: cleanText(rest.join(" - ")) };
}

/** Where nothing else is said, files are often named "07 - Artist - Title.mp3". */
function withNameOfFile(song: SongReference): SongReference {
  if (song.title !== null || song.location === null) return song;
  const file = song.location.split(/[\\/]/u).at(-1) ?? "";
  const name = file.replace(/\.\w{1,5}$/u, "").replace(/^\d{1,3}\s*[-.]?\s+/u, "");
  return { ...song, ...artistAndTitle(name.replaceAll("_", " ")) };
}
