/** What is on the Subsonic server, as it says at the moment of asking, with the tracks that have joined the library. */
import type { SubsonicAlbumList, SubsonicGenreList, SubsonicSongList } from "../../../contracts/subsonic.ts";
import type { SubsonicSong } from "../../../sources/subsonic/answer-schemas.ts";
import type { SubsonicClient } from "../../../sources/subsonic/subsonic-client.ts";
import type { Storage } from "../../db/storage.ts";

export interface Page {
  limit: number;
  offset: number;
}

export interface SubsonicBrowse {
  /** @throws MoodSyncError `service.not-connected`, `service.*`; so do all that follow */
  search(query: string, page: Page): Promise<SubsonicSongList>;
  random(limit: number): Promise<SubsonicSongList>;
  byGenre(genre: string, page: Page): Promise<SubsonicSongList>;
  albums(page: Page): Promise<SubsonicAlbumList>;
  albumSongs(albumId: string): Promise<SubsonicSongList>;
  genres(): Promise<SubsonicGenreList>;
}

/** The listener waits for it, so it goes before what runs in the background. */
const URGENT = { priority: 10 };

export function createSubsonicBrowse(dependencies: {
  storage: Storage;
  userId: number;
  /** @throws MoodSyncError `service.not-connected` */
  client: () => SubsonicClient;
}): SubsonicBrowse {
  const { storage, userId, client } = dependencies;

  const present = async (songs: readonly SubsonicSong[]): Promise<SubsonicSongList> => {
    const music = songs.filter(({ isSong }) => isSong);
    const ids = music.map(({ id }) => id);
    const known = await storage.subsonicSongs.known(userId, ids);
    return {
      songs: music.map(({ id, title, artist, album, durationMs, genres, moods, starred }) => {
        const track = known.get(id);
        const trackId = track && !track.removed ? track.trackId : null;
        return { songId: id, trackId, title, artist, album, durationMs, genres, moods, starred };
      }),
    };
  };

  return {
    async search(query, { limit, offset }) {
      return await present(await client().searchSongs(query, { count: limit, offset }, URGENT));
    },
    random: async (limit) => await present(await client().randomSongs(limit, URGENT)),
    async byGenre(genre, { limit, offset }) {
      return await present(await client().songsByGenre(genre, { count: limit, offset }, URGENT));
    },
    async albums({ limit, offset }) {
      const albums = await client().albums({ count: limit, offset }, URGENT);
      return { albums: albums.map(({ id, ...album }) => ({ albumId: id, ...album })) };
    },
    albumSongs: async (albumId) => await present(await client().albumSongs(albumId, URGENT)),
    genres: async () => ({ genres: await client().genres(URGENT) }),
  };
}
