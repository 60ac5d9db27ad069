/** What a file names and the library lacks: counted for people, and as rows to be looked for again. */
import type { ImportOutcome, MissingSong } from "../../contracts/exchange.ts";
import type { MissingEntry } from "../db/repositories/import-repository.ts";
import { foldForSearch } from "../db/search-text.ts";
import type { MatchableTrack } from "../db/repositories/song-match-repository.ts";
import type { SongReference } from "./song-reference.ts";

/** So many are named; nobody reads more. */
const MOST_NAMED = 100;

/**
 * Counts what has no match, song by song, the most frequent first.
 * @param times how often the file names each of the songs
 */
export function countMissing(
  songs: readonly SongReference[],
  matched: readonly (MatchableTrack | null)[],
  times: ArrayLike<number>,
): ImportOutcome["missing"] {
  const counted = new Map<string, MissingSong>();
  let entries = 0;
  for (const [i, song] of songs.entries()) {
    if (matched[i] !== null) continue;
    entries += times[i]!;
    const key = identity(song);
    const known = counted.get(key);
    if (known) known.times += times[i]!;
    else counted.set(key, { ...named(song), times: times[i]! });
  }
  const first = [...counted.values()].sort((a, b) => b.times - a.times).slice(0, MOST_NAMED);
  return { entries, songs: counted.size, first };
}

/** What has no match, with its place in the file. */
export function toMissingEntries(
  songs: readonly SongReference[],
  matched: readonly (MatchableTrack | null)[],
): MissingEntry[] {
  return songs.flatMap((song, position) =>
    matched[position] === null ? [{ position, ...named(song), durationMs: song.durationMs }] : [],
  );
}

/** A row as people see it. */
export function toMissingSong(entry: MissingEntry): MissingSong {
  return { ...named(entry), times: 1 };
}

function named({ artist, title, album, location }: Omit<MissingSong, "times">): Omit<MissingSong, "times"> {
  return { artist, title, album, location };
}

function identity({ artist, title, location }: SongReference): string {
  return title === null ? `\n${location}` : `${foldForSearch(artist ?? "")}\n${foldForSearch(title)}`;
}
