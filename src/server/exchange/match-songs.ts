/**
 * Finds the library's tracks for songs that a file from elsewhere names: by path where its end is the path of a file in the music
 * folder, else by artist and title, preferring the same album and the nearest length.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { titleKey } from "../../core/library/recording-key.ts";
import type { MatchableTrack, SongMatchRepository } from "../db/repositories/song-match-repository.ts";
import { foldForSearch } from "../db/search-text.ts";
import { pathEnds } from "./path-ends.ts";
import { artistKeys } from "./artist-keys.ts";
import { songKey, type SongReference } from "./song-reference.ts";

/** A path's last part alone, such as "01.mp3", proves nothing unless the title agrees. */
const CONVINCING_PARTS = 2;

/**
 * The track of each song, null where the library has none; equal songs are looked for once.
 * Other requests are let through in between.
 */
export async function matchSongs(
  repository: SongMatchRepository,
  userId: number,
  songs: readonly SongReference[],
): Promise<(MatchableTrack | null)[]> {
  const byPath = await findByPath(repository, userId, songs);
  const artists = new Map<string, Map<string, MatchableTrack[]>>();
  const tracksOf = async (artist: string): Promise<Map<string, MatchableTrack[]>> => {
    const known = artists.get(artist);
    if (known) return known;
    const tracks = byTitle(await repository.byArtist(userId, artist));
    artists.set(artist, tracks);
    await nextTurn();
    return tracks;
  };
  const found = new Map<string, MatchableTrack | null>();
  const matched: (MatchableTrack | null)[] = [];
  for (const [i, song] of songs.entries()) {
    const key = songKey(song);
    if (!found.has(key)) found.set(key, byPath[i] ?? (await findByName(song, tracksOf)));
    matched.push(found.get(key) ?? null);
  }
  return matched;
}

async function findByPath(
  repository: SongMatchRepository,
  userId: number,
  songs: readonly SongReference[],
): Promise<(MatchableTrack | null)[]> {
  const ends = songs.map(({ location }) => (location === null ? [] : pathEnds(location)));
  const tracks = await repository.byPaths(userId, [...new Set(ends.flat())]);
  const byPath = new Map(tracks.map((track) => [track.path, track]));
  return songs.map((song, i) => {
    const track = ends[i]!.map((end) => byPath.get(end)).find((candidate) => candidate && isPlausible(candidate, song));
    return track ?? null;
  });
}

function isPlausible(track: MatchableTrack, { location, title }: SongReference): boolean {
  if (track.path.split("/").length >= CONVINCING_PARTS || track.path === location) return true;
  return title !== null && titleKey(title) === titleKey(track.title);
}

async function findByName(
  song: SongReference,
  tracksOf: (artist: string) => Promise<Map<string, MatchableTrack[]>>,
): Promise<MatchableTrack | null> {
  if (song.artist === null || song.title === null) return null;
  const title = titleKey(song.title);
  for (const artist of artistKeys(song.artist)) {
    const candidates = (await tracksOf(artist)).get(title);
    if (candidates) return best(candidates, song);
  }
  return null;
}

function byTitle(tracks: readonly MatchableTrack[]): Map<string, MatchableTrack[]> {
  const titles = new Map<string, MatchableTrack[]>();
  for (const track of tracks) {
    const key = titleKey(track.title);
    const same = titles.get(key);
    if (same) same.push(track);
    else titles.set(key, [track]);
  }
  return titles;
}

function best(candidates: readonly MatchableTrack[], song: SongReference): MatchableTrack {
  const album = song.album === null ? null : foldForSearch(song.album);
  const cost = (track: MatchableTrack): number => {
    const otherAlbum = album !== null && foldForSearch(track.album ?? "") !== album;
    const apart =
      song.durationMs === null || track.durationMs === null ? 0 : Math.abs(song.durationMs - track.durationMs);
    return apart + (otherAlbum ? 2000 : 0) + (track.source === "local" ? 0 : 1);
  };
  return candidates.reduce((nearest, track) => (cost(track) < cost(nearest) ? track : nearest));
}
