/**
 * Apple Music as a music source: the listener's library and the catalogue. It plays in Apple's own player alone, its sound
 * is protected and never measured, and a playlist that was made through its API cannot be filled anew, so none is saved.
 */
import type { AppleMusicSong } from "../../contracts/apple-music.ts";
import type { FoundTrack, SourceTags, SourceWith } from "../music-source.ts";
import { LIBRARY_PAGE, SEARCH_PAGE, type AppleMusicClient } from "./apple-music-client.ts";

export type AppleMusicSource = SourceWith<"list" | "readTags" | "search" | "setFavourite">;

export function createAppleMusicSource(client: AppleMusicClient): AppleMusicSource {
  return {
    id: "apple-music",
    capabilities: {
      listing: true,
      search: true,
      localFiles: false,
      streaming: false,
      covers: false,
      favourites: true,
      scrobbling: false,
      playlists: false,
      remotePlayback: true,
      analysis: "forbidden",
    },
    async *list({ signal } = {}) {
      for (let offset: number | null = 0; offset !== null;) {
        signal?.throwIfAborted();
        const page = await client.librarySongs({ limit: LIBRARY_PAGE, offset }, signal);
        yield* page.songs.map(toFoundTrack);
        offset = page.nextOffset;
      }
    },
    readTags: async (location) => toTags(await client.song(location)),
    async search(query, { limit, offset = 0, signal }) {
      // Apple refuses an empty term and very long ones.
      const term = query.trim().slice(0, 200);
      if (term === "") return [];
      const { songs } = await client.search(term, { limit: Math.min(limit, SEARCH_PAGE), offset }, signal);
      return songs.slice(0, limit).map(toFoundTrack);
    },
    setFavourite: (location, favourite) => client.rate(location, favourite),
  };
}

function toFoundTrack(song: AppleMusicSong): FoundTrack {
  return { location: song.id, sizeBytes: 0, modifiedAtMs: 0, tags: toTags(song) };
}

function toTags({ title, artist, album, durationMs, genres, isrc }: AppleMusicSong): SourceTags {
  // It has no type of ours: it is heard in Apple's player.
  const mimeType = "application/octet-stream";
  return { title, artist, album, durationMs, hasCover: false, mimeType, genres, ...(isrc === null ? {} : { isrc }) };
}
