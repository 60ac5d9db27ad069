/**
 * From candidates to a list for a mood: what the listener put in the mood's playlists leads, what was found by words joins
 * it, one artist does not follow another time upon time. Nothing is measured or learnt of the songs: their place comes
 * from where they were found and from chance.
 */
import type { SpotifyList, SpotifyTrack } from "../../contracts/spotify.ts";

export type ListEntry = SpotifyList["entries"][number];

export interface ListCandidates {
  /** From the playlists that the listener gave to the mood. */
  mapped: readonly ListEntry[];
  /** Found by the mood's words. */
  found: readonly ListEntry[];
  /** Saved by the listener, or heard most. */
  own: readonly ListEntry[];
}

export interface ListWish {
  size: number;
  /** 0 up to 1. */
  random: () => number;
}

/** Of every four songs, so many come from the listener's own choice for the mood, while there are any. */
const MAPPED_OF_FOUR = 3;
/** So many songs apart, an artist may come again. */
const ARTIST_GAP = 3;

export function buildList(candidates: ListCandidates, { size, random }: ListWish): ListEntry[] {
  const mapped = shuffled(unique(candidates.mapped), random);
  const others = shuffled(knownFirst(candidates), random, 4);
  const mixed = unique(interleave(mapped, others)).filter(({ track }) => track.restriction === null);
  return spreadArtists(mixed).slice(0, size);
}

/** How many of them cannot be played in the listener's country, or for another reason. */
export function countRestricted({ mapped, found, own }: ListCandidates): number {
  return unique([...mapped, ...found, ...own]).filter(({ track }) => track.restriction !== null).length;
}

/**
 * What was found by words, songs and artists that the listener knows first; then their own songs by artists that were
 * found for the mood.
 */
function knownFirst({ mapped, found, own }: ListCandidates): ListEntry[] {
  const ownIds = new Set(own.map(({ track }) => track.id));
  const ownArtists = new Set(own.flatMap(({ track }) => artistsOf(track)));
  const moodArtists = new Set([...mapped, ...found].flatMap(({ track }) => artistsOf(track)));
  const rank = ({ track }: ListEntry): number => {
    if (ownIds.has(track.id)) return 0;
    return artistsOf(track).some((name) => ownArtists.has(name)) ? 1 : 2;
  };
  const related = own.filter(({ track }) => artistsOf(track).some((name) => moodArtists.has(name)));
  return [...unique(found).toSorted((a, b) => rank(a) - rank(b)), ...related];
}

function interleave(mapped: readonly ListEntry[], others: readonly ListEntry[]): ListEntry[] {
  const result: ListEntry[] = [];
  for (let [m, o] = [0, 0]; m < mapped.length || o < others.length;) {
    const isMappedTurn = result.length % 4 < MAPPED_OF_FOUR;
    if ((isMappedTurn && m < mapped.length) || o >= others.length) result.push(mapped[m++]!);
    else result.push(others[o++]!);
  }
  return result;
}

/** Takes the next song whose artists were not among the last ones; where there is none, the next as it is. */
function spreadArtists(entries: readonly ListEntry[]): ListEntry[] {
  const waiting = [...entries];
  const result: ListEntry[] = [];
  while (waiting.length > 0) {
    const recent = new Set(result.slice(-ARTIST_GAP).flatMap(({ track }) => artistsOf(track)));
    const next = waiting.findIndex(({ track }) => !artistsOf(track).some((name) => recent.has(name)));
    result.push(...waiting.splice(Math.max(0, next), 1));
  }
  return result;
}

function unique(entries: readonly ListEntry[]): ListEntry[] {
  const seen = new Set<string>();
  return entries.filter(({ track }) => !seen.has(track.id) && seen.add(track.id));
}

/** In random order within runs of `run`; everything where it is left out. */
function shuffled<T>(items: readonly T[], random: () => number, run = items.length): T[] {
  const result = [...items];
  for (let start = 0; start < result.length; start += Math.max(1, run)) {
    for (let last = Math.min(start + run, result.length) - 1; last > start; last -= 1) {
      const other = start + Math.floor(random() * (last - start + 1));
      [result[last], result[other]] = [result[other]!, result[last]!];
    }
  }
  return result;
}

function artistsOf({ artists }: SpotifyTrack): string[] {
  return artists.map(({ name }) => name.toLowerCase());
}
