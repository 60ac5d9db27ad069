/**
 * Goes through every song of a server, page by page, so that a listing that was cut off can go on where it stopped.
 * OpenSubsonic servers give everything for an empty search; the others are gone through album by album.
 */
import { MoodSyncError } from "../../core/errors.ts";
import type { SubsonicSong } from "./answer-schemas.ts";
import type { SubsonicAlbum, SubsonicClient } from "./subsonic-client.ts";

/** Where a listing stands. Opaque to all but this file. */
export type ListingCursor = { by: "search" | "albums"; offset: number };

export interface SongPage {
  songs: SubsonicSong[];
  /** Where to go on after this page; null after the last. */
  next: ListingCursor | null;
}

export interface ListSongsOptions {
  signal?: AbortSignal | undefined;
  /** Default: the beginning. */
  from?: ListingCursor | undefined;
  /** Songs or albums asked for at once; default 500, the protocol's limit. */
  pageSize?: number;
}

const FROM_START: ListingCursor = { by: "search", offset: 0 };

type Listed = Pick<SubsonicClient, "searchSongs" | "albums" | "albumSongs">;

/** Every song once; what is no music (films, folders) is left out. @throws MoodSyncError as the client does; the abort reason */
export async function* listSongs(client: Listed, options: ListSongsOptions = {}): AsyncGenerator<SongPage> {
  const { from = FROM_START } = options;
  const seen = new Set<string>();
  if (from.by === "search") {
    const found = yield* pagesOf("search", from.offset, options, seen, (page) =>
      client.searchSongs("", page, { signal: options.signal }),
    );
    if (found || from.offset > 0) return;
  }
  const albumOffset = from.by === "albums" ? from.offset : 0;
  yield* songsByAlbum(client, albumOffset, options, seen);
}

/** Whether there was anything at all. */
async function* pagesOf(
  by: ListingCursor["by"],
  firstOffset: number,
  { signal, pageSize = 500 }: ListSongsOptions,
  seen: Set<string>,
  fetchPage: (page: { count: number; offset: number }) => Promise<SubsonicSong[]>,
): AsyncGenerator<SongPage, boolean> {
  for (let offset = firstOffset; ;) {
    signal?.throwIfAborted();
    const page = await fetchPage({ count: pageSize, offset });
    const songs = unseen(page, seen);
    // Some servers give fewer than asked for, so only an empty page is the end; one that repeats itself would never come to it.
    if (page.length === 0 || songs.length === 0) return offset > firstOffset;
    offset += page.length;
    yield { songs: songs.filter(({ isSong }) => isSong), next: { by, offset } };
  }
}

async function* songsByAlbum(
  client: Listed,
  firstOffset: number,
  { signal, pageSize = 500 }: ListSongsOptions,
  seen: Set<string>,
): AsyncGenerator<SongPage> {
  const seenAlbums = new Set<string>();
  for (let offset = firstOffset; ;) {
    const albums = await client.albums({ count: pageSize, offset }, { signal }).catch(asNone);
    const fresh = albums.filter(({ id }) => !seenAlbums.has(id));
    if (fresh.length === 0) return;
    for (const { id } of albums) {
      signal?.throwIfAborted();
      offset += 1;
      if (seenAlbums.has(id)) continue;
      seenAlbums.add(id);
      const songs = unseen(await client.albumSongs(id, { signal }), seen).filter(({ isSong }) => isSong);
      yield { songs, next: { by: "albums", offset } };
    }
  }
}

/** Some servers call it an error that they have no album at all. */
function asNone(error: unknown): SubsonicAlbum[] {
  if (error instanceof MoodSyncError && error.kind === "not-found") return [];
  throw error;
}

function unseen(page: readonly SubsonicSong[], seen: Set<string>): SubsonicSong[] {
  const fresh: SubsonicSong[] = [];
  for (const song of page) {
    if (seen.has(song.id)) continue;
    seen.add(song.id);
    fresh.push(song);
  }
  return fresh;
}
