/** The listener's playlists and which of them are for which mood: proposed from their names, then as the listener says. */
import type { SpotifyMoodMap, SpotifyMoods, SpotifyPlaylist, SpotifyPlaylistList } from "../../../contracts/spotify.ts";
import { EMOTIONS, type Emotion } from "../../../core/affect/emotion.ts";
import { readPlaylistPage } from "../../../sources/spotify/spotify-answers.ts";
import type { SpotifyClient } from "../../../sources/spotify/spotify-client.ts";
import { moodOfName } from "../../../sources/spotify/mood-words.ts";
import type { Storage } from "../../db/storage.ts";
import type { KeptAnswer, KeptAnswers } from "../kept-answers.ts";
import { SPOTIFY, type SpotifySession } from "./spotify-session.ts";

/** Spotify gives so many at once. */
const PAGE = 50;
/** Nobody looks through more; each page is a request of the day's quota. */
const MOST_PAGES = 4;
const RULE = { freshMs: 10 * 60_000, keepMs: 24 * 3_600_000 };
/** As long as a sign-in can last; renewed whenever Spotify still names the playlist. */
const MAP_LASTS_MS = 183 * 24 * 3_600_000;
/** Setting that tells an empty map from one that was never saved. */
const MAP_SAVED = "moodMapSaved";

interface FetchedPlaylists {
  playlists: SpotifyPlaylist[];
  total: number;
}

export interface SpotifyMoodService {
  playlists(refresh: boolean): Promise<SpotifyPlaylistList>;
  moods(): Promise<SpotifyMoods>;
  setMoods(map: SpotifyMoodMap): Promise<SpotifyMoods>;
  /** The playlists for one mood that can be read, in the listener's order. */
  playlistsFor(emotion: Emotion): Promise<SpotifyPlaylist[]>;
}

export interface SpotifyMoodDependencies {
  storage: Storage;
  userId: number;
  client: SpotifyClient;
  session: SpotifySession;
  answers: KeptAnswers;
  clock: () => number;
}

export function createSpotifyMoods(dependencies: SpotifyMoodDependencies): SpotifyMoodService {
  const { storage, userId, client, session, answers, clock } = dependencies;

  const fetchPage = async (offset: number): Promise<FetchedPlaylists> => {
    const accountId = (await session.connection())?.account?.id ?? null;
    const body = await client.read((api) => api.GET("/me/playlists", { params: { query: { limit: PAGE, offset } } }), {
      purpose: "lists",
    });
    return readPlaylistPage(body, accountId);
  };

  const fetchAll = async (): Promise<FetchedPlaylists> => {
    const first = await fetchPage(0);
    const pages = Math.min(MOST_PAGES, Math.ceil(first.total / PAGE));
    const rest = await Promise.all(Array.from({ length: Math.max(0, pages - 1) }, (_, i) => fetchPage((i + 1) * PAGE)));
    const all = [first, ...rest].flatMap(({ playlists }) => playlists);
    const playlists = [...new Map(all.map((playlist) => [playlist.id, playlist])).values()];
    const ids = playlists.map(({ id }) => id);
    await storage.spotify.renewMoodPlaylists(userId, ids, clock() + MAP_LASTS_MS);
    return { playlists, total: first.total };
  };

  const ask = (refresh: boolean): Promise<KeptAnswer<FetchedPlaylists>> =>
    answers.ask("playlists", { ...RULE, refresh, fetch: fetchAll });

  const savedMap = async (): Promise<SpotifyMoodMap | null> => {
    const row = await storage.serviceConnections.find(userId, SPOTIFY);
    if (row?.settings[MAP_SAVED] !== true) return null;
    const map = emptyMap();
    for (const { emotion, playlistId } of await storage.spotify.listMoodPlaylists(userId, clock())) {
      map[emotion].push(playlistId);
    }
    return map;
  };

  const moods = async (): Promise<SpotifyMoods> => {
    const saved = await savedMap();
    if (saved) return { map: saved, proposed: false };
    return { map: proposeMap((await ask(false)).value.playlists), proposed: true };
  };

  return {
    moods,
    async playlists(refresh) {
      const { value, ...kept } = await ask(refresh);
      return { ...value, ...kept };
    },
    async setMoods(map) {
      const rows = EMOTIONS.flatMap((emotion) =>
        [...new Set(map[emotion])].map((playlistId) => ({ emotion, playlistId })),
      );
      await storage.inTransaction(async ({ spotify, serviceConnections }) => {
        await spotify.setMoodPlaylists(userId, rows, clock() + MAP_LASTS_MS);
        const settings = (await serviceConnections.find(userId, SPOTIFY))?.settings ?? {};
        await serviceConnections.setSettings(userId, SPOTIFY, { ...settings, [MAP_SAVED]: true }, clock());
      });
      // Lists made with the former map are not what the listener now means.
      await answers.drop("list:");
      return await moods();
    },
    async playlistsFor(emotion) {
      const { map } = await moods();
      if (map[emotion].length === 0) return [];
      const known = new Map((await ask(false)).value.playlists.map((playlist) => [playlist.id, playlist]));
      return map[emotion].flatMap((id) => {
        const playlist = known.get(id);
        return playlist?.readable === true && playlist.tracks !== 0 ? [playlist] : [];
      });
    },
  };
}

/** A start for the map: each readable playlist at the mood that its name speaks of, if it speaks of one. */
export function proposeMap(playlists: readonly SpotifyPlaylist[]): SpotifyMoodMap {
  const map = emptyMap();
  for (const { id, name, readable } of playlists) {
    const emotion = readable ? moodOfName(name) : null;
    if (emotion !== null && map[emotion].length < PAGE) map[emotion].push(id);
  }
  return map;
}

function emptyMap(): SpotifyMoodMap {
  return { angry: [], disgust: [], fear: [], happy: [], sad: [], surprise: [], neutral: [] };
}
