/** Stores a page of songs: new ones join the library, changed ones are told anew, the rest is marked as seen. */
import { estimateFromTags } from "../../../sources/outside-features/track-estimate.ts";
import type { SubsonicSong } from "../../../sources/subsonic/answer-schemas.ts";
import { toTrackRow } from "../../db/repositories/scanned-file-repository.ts";
import type { KnownSong, NewSubsonicSong } from "../../db/repositories/subsonic-song-repository.ts";
import type { Repositories } from "../../db/storage.ts";
import { hasOtherSound, tagHashOf, toTaggedFile } from "./song-tags.ts";

export interface StoredPage {
  added: number;
  changed: number;
  /** Tracks whose place in playlists may have changed. */
  touched: number[];
}

export interface StorePageOptions {
  userId: number;
  syncId: number;
  nowMs: number;
}

/** Call inside a transaction. */
export async function storeSongPage(
  repositories: Repositories,
  songs: readonly SubsonicSong[],
  options: StorePageOptions,
): Promise<StoredPage> {
  const { userId, syncId, nowMs } = options;
  const known = await repositories.subsonicSongs.known(
    userId,
    songs.map(({ id }) => id),
  );
  const sorted = sortOut(songs, known);
  const ids = await repositories.files.storeTags(userId, sorted.withNewSound.map(toTaggedFile), nowMs, "subsonic");
  const trackIdOf = (song: SubsonicSong): number => ids.get(song.id) ?? known.get(song.id)?.trackId ?? 0;
  for (const song of sorted.withNewTags) await retag(repositories, userId, song, trackIdOf(song));
  const restored = sorted.restored.map(trackIdOf);
  await repositories.files.restore(userId, restored);
  const told = [...sorted.withNewSound, ...sorted.withNewTags];
  await repositories.subsonicSongs.put(
    userId,
    told.map((song) => toRow(song, trackIdOf(song), syncId)),
  );
  await guess(repositories, told, trackIdOf, options);
  await repositories.subsonicSongs.markSeen(userId, sorted.same.map(trackIdOf), syncId);
  const liked = await adoptStars(repositories, songs, trackIdOf, userId);
  const added = sorted.withNewSound.filter(({ id }) => !known.has(id)).length + sorted.restored.length;
  const changed = told.length - sorted.withNewSound.filter(({ id }) => !known.has(id)).length;
  return { added, changed, touched: [...told.map(trackIdOf), ...restored, ...liked] };
}

interface Sorted {
  withNewSound: SubsonicSong[];
  withNewTags: SubsonicSong[];
  restored: SubsonicSong[];
  same: SubsonicSong[];
}

function sortOut(songs: readonly SubsonicSong[], known: ReadonlyMap<string, KnownSong>): Sorted {
  const sorted: Sorted = { withNewSound: [], withNewTags: [], restored: [], same: [] };
  for (const song of songs) {
    const before = known.get(song.id);
    if (!before || hasOtherSound(song, before)) {
      sorted.withNewSound.push(song);
      continue;
    }
    if (before.removed) sorted.restored.push(song);
    if (before.tagHash === tagHashOf(song)) sorted.same.push(song);
    else sorted.withNewTags.push(song);
  }
  return sorted;
}

async function retag(repositories: Repositories, userId: number, song: SubsonicSong, trackId: number): Promise<void> {
  const row = toTrackRow(userId, "subsonic", toTaggedFile(song), 0);
  await repositories.subsonicSongs.retag(userId, trackId, {
    title: row.title,
    artist: row.artist ?? null,
    album: row.album ?? null,
    genre: row.genre ?? null,
    duration_ms: row.duration_ms ?? null,
    mime_type: row.mime_type,
    has_cover: song.coverArtId === null ? 0 : 1,
    search_text: row.search_text,
    sort_text: row.sort_text,
  });
}

function toRow(song: SubsonicSong, trackId: number, syncId: number): NewSubsonicSong {
  return {
    trackId,
    coverArtId: song.coverArtId,
    isrc: song.isrcs[0] ?? null,
    musicBrainzId: song.musicBrainzId,
    tagHash: tagHashOf(song),
    seenBySync: syncId,
  };
}

/** What their tags say of their moods, until the sound is measured. */
async function guess(
  { estimates }: Repositories,
  songs: readonly SubsonicSong[],
  trackIdOf: (song: SubsonicSong) => number,
  { userId, nowMs }: StorePageOptions,
): Promise<void> {
  const guesses = songs.flatMap((song) => {
    const estimate = estimateFromTags(song.moods, song.bpm);
    return estimate === null ? [] : [{ ...estimate, trackId: trackIdOf(song), expiresAtMs: null }];
  });
  const guessed = new Set(guesses.map(({ trackId }) => trackId));
  const others = songs.map(trackIdOf).filter((trackId) => !guessed.has(trackId));
  await estimates.put(userId, guesses, nowMs);
  await estimates.deleteOf(userId, others, "tags");
}

/** Stars set elsewhere become likes; what the server has yet to be told of stays as the listener said it here. */
async function adoptStars(
  { subsonicSongs }: Repositories,
  songs: readonly SubsonicSong[],
  trackIdOf: (song: SubsonicSong) => number,
  userId: number,
): Promise<number[]> {
  const starred = songs.filter((song) => song.starred).map(trackIdOf);
  const others = songs.filter((song) => !song.starred).map(trackIdOf);
  return [
    ...(await subsonicSongs.setLiked(userId, starred, true)),
    ...(await subsonicSongs.setLiked(userId, others, false)),
  ];
}
