/**
 * A mood's list of Spotify songs, and the private playlist saved from it. At most three requests where the listener's
 * playlists and own songs are known already; kept for a day, with its age where Spotify cannot be asked.
 */
import type { SpotifyList, SpotifyPlaylist, SpotifySaved, SpotifySearch } from "../../../contracts/spotify.ts";
import type { Emotion } from "../../../core/affect/emotion.ts";
import { describeMood } from "../../../core/affect/mood-words.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import { serviceError } from "../../../sources/services/service-errors.ts";
import { buildList, countRestricted, type ListEntry } from "../../../sources/spotify/build-list.ts";
import { MOOD_SEARCHES } from "../../../sources/spotify/mood-words.ts";
import { readTrackPage, type LeftOut, type TrackPage } from "../../../sources/spotify/spotify-answers.ts";
import type { SpotifyClient } from "../../../sources/spotify/spotify-client.ts";
import { spotifyError } from "../../../sources/spotify/spotify-errors.ts";
import {
  createPrivatePlaylist,
  LAST_OFFSET,
  playlistUrl,
  replaceItems,
  SEARCH_PAGE,
  searchPage,
} from "../../../sources/spotify/spotify-source.ts";
import type { Storage } from "../../db/storage.ts";
import type { KeptAnswers } from "../kept-answers.ts";
import { listNote } from "./list-note.ts";
import type { SpotifyMoodService } from "./spotify-moods.ts";
import type { SpotifySession } from "./spotify-session.ts";

const LIST_RULE = { freshMs: 30 * 60_000, keepMs: 24 * 3_600_000 };
const OWN_RULE = { freshMs: 12 * 3_600_000, keepMs: 24 * 3_600_000 };
/** What one list may ask of Spotify once the rest is known. */
const REQUESTS_PER_LIST = 3;
const MOST_PLAYLISTS = 2;
const PLAYLIST_PAGE = 50;
/** A search is entered at one of so many pages, so that the list is not the same each time. */
const SEARCH_PAGES = 4;
/** The longest list that can be asked for; shorter ones are its beginning. */
const FULL_SIZE = 100;
const SAVED_LASTS_MS = 183 * 24 * 3_600_000;

interface BuiltList {
  entries: ListEntry[];
  note: string | null;
}

export interface SpotifyListService {
  list(emotion: Emotion, wish: { size: number; refresh: boolean }): Promise<SpotifyList>;
  /** @throws MoodSyncError `spotify.permission-missing`, `spotify.nothing-to-save` */
  save(emotion: Emotion, wish: { size: number }): Promise<SpotifySaved>;
  search(query: string, offset: number): Promise<SpotifySearch>;
  /** Why a song of what was shown cannot be played; null where it can, or is not known. */
  restrictionOf(uri: string): string | null;
}

export interface SpotifyListDependencies {
  storage: Storage;
  userId: number;
  client: SpotifyClient;
  session: SpotifySession;
  moods: SpotifyMoodService;
  answers: KeptAnswers;
  clock: () => number;
  random: () => number;
}

export function createSpotifyLists(dependencies: SpotifyListDependencies): SpotifyListService {
  const { storage, userId, client, session, moods, answers, clock, random } = dependencies;
  const restricted = new Map<string, string>();
  const saving = new Map<Emotion, Promise<SpotifySaved>>();

  const remember = ({ tracks }: TrackPage): void => {
    for (const { uri, restriction } of tracks) {
      if (restriction === null) restricted.delete(uri);
      else restricted.set(uri, restriction);
    }
  };

  const askPlaylist = async ({ id, name, tracks }: SpotifyPlaylist): Promise<Part> => {
    // One full page, from another place each time: a playlist may have ten thousand songs.
    const offset = Math.floor(random() * Math.max(1, (tracks ?? 0) - PLAYLIST_PAGE + 1));
    const body = await client.read(
      (api) =>
        api.GET("/playlists/{playlist_id}/items", {
          params: { path: { playlist_id: id }, query: { limit: PLAYLIST_PAGE, offset } },
        }),
      { purpose: "lists", on: "playlist" },
    );
    return toPart(readTrackPage(body), "playlist", name);
  };

  const askSearch = async (query: string): Promise<Part> => {
    const page = await searchPage(client, query, Math.floor(random() * SEARCH_PAGES) * SEARCH_PAGE);
    return toPart(page, "search", query);
  };

  const askOwn = async (): Promise<ListEntry[]> => {
    const { value } = await answers.ask("own", {
      ...OWN_RULE,
      fetch: async () => {
        const query = { limit: PLAYLIST_PAGE };
        const [saved, top] = await Promise.all([
          client.read((api) => api.GET("/me/tracks", { params: { query } }), { purpose: "lists" }),
          client.read((api) => api.GET("/me/top/tracks", { params: { query } }), { purpose: "lists" }),
        ]);
        return [
          ...toPart(readTrackPage(saved), "saved", null).entries,
          ...toPart(readTrackPage(top), "top", null).entries,
        ];
      },
    });
    return value;
  };

  const toPart = (page: TrackPage, origin: ListEntry["origin"], originName: string | null): Part => {
    remember(page);
    return { leftOut: page, entries: page.tracks.map((track) => ({ track, origin, originName })) };
  };

  const build = async (emotion: Emotion): Promise<BuiltList> => {
    const mapped = shuffledStart(await moods.playlistsFor(emotion), random).slice(0, MOST_PLAYLISTS);
    const searches = rotated(MOOD_SEARCHES[emotion], random).slice(0, REQUESTS_PER_LIST - mapped.length);
    const [own, ...parts] = await Promise.allSettled([
      askOwn(),
      ...mapped.map(askPlaylist),
      ...searches.map(askSearch),
    ]);
    const answered = parts.flatMap((part) => (part.status === "fulfilled" ? [part.value] : []));
    const failures = parts.flatMap((part): unknown[] => (part.status === "rejected" ? [part.reason] : []));
    const worst = failures.find((failure) => answered.length === 0 || needsListener(failure));
    if (worst !== undefined) throw worst;
    const candidates = {
      mapped: answered.flatMap(({ entries }) => entries).filter(({ origin }) => origin === "playlist"),
      found: answered.flatMap(({ entries }) => entries).filter(({ origin }) => origin === "search"),
      own: own.status === "fulfilled" ? own.value : [],
    };
    const entries = buildList(candidates, { size: FULL_SIZE, random });
    const note = listNote({
      shown: entries.length,
      hasPlaylists: mapped.length > 0,
      restricted: countRestricted(candidates),
      leftOut: answered.map(({ leftOut }) => leftOut),
      unanswered: failures.length,
    });
    return { entries, note };
  };

  const list: SpotifyListService["list"] = async (emotion, { size, refresh }) => {
    const fetch = () => build(emotion);
    const { value, ...kept } = await answers.ask<BuiltList>(`list:${emotion}`, { ...LIST_RULE, refresh, fetch });
    const saved = await storage.spotify.findSavedPlaylist(userId, emotion, clock());
    return {
      emotion,
      entries: value.entries.slice(0, size),
      note: value.note,
      saved: saved && { ...saved, url: playlistUrl(saved.playlistId) },
      ...kept,
    };
  };

  /** The playlist saved before, where the listener still has it. */
  const savedBefore = async (emotion: Emotion): Promise<string | null> => {
    const saved = await storage.spotify.findSavedPlaylist(userId, emotion, clock());
    if (!saved) return null;
    const uris = `spotify:playlist:${saved.playlistId}`;
    const body = await client.read((api) => api.GET("/me/library/contains", { params: { query: { uris } } }), {
      purpose: "lists",
    });
    // What was deleted at Spotify still takes songs, and nobody would ever see them.
    if (Array.isArray(body) && body[0] === true) return saved.playlistId;
    await storage.spotify.forgetSavedPlaylist(userId, emotion);
    return null;
  };

  const save = async (emotion: Emotion, size: number): Promise<SpotifySaved> => {
    const connection = await session.connection();
    if (connection && !connection.allowed.includes("save")) {
      throw spotifyError("spotify.permission-missing", { details: { purpose: "save" } });
    }
    const { entries } = await list(emotion, { size, refresh: false });
    if (entries.length === 0) throw spotifyError("spotify.nothing-to-save");
    const word = describeMood(emotion);
    const name = `MoodSync · ${word[0]!.toUpperCase()}${word.slice(1)}`;
    const before = await savedBefore(emotion);
    const playlistId =
      before ??
      (await createPrivatePlaylist(client, {
        name,
        description: "Songs for a mood. MoodSync refreshes this playlist.",
      }));
    const savedAtMs = clock();
    // Where the listener has disconnected meanwhile, nothing of it is to be kept.
    if ((await session.connection()) === null) throw serviceError("service.not-connected", "Spotify");
    // Before it is filled: if that fails, the next attempt fills this one and makes no second.
    await storage.spotify.rememberSavedPlaylist(userId, emotion, {
      playlistId,
      savedAtMs,
      expiresAtMs: savedAtMs + SAVED_LASTS_MS,
    });
    await replaceItems(
      client,
      playlistId,
      entries.map(({ track }) => track.uri),
    );
    return {
      playlistId,
      url: playlistUrl(playlistId),
      name,
      tracks: entries.length,
      savedAtMs,
      refreshed: before !== null,
    };
  };

  return {
    list,
    async search(query, offset) {
      const page = await searchPage(client, query, offset);
      remember(page);
      const next = offset + SEARCH_PAGE;
      const last = Math.min((page.total ?? 0) - 1, LAST_OFFSET);
      return { tracks: page.tracks, nextOffset: next <= last ? next : null };
    },
    restrictionOf: (uri) => restricted.get(uri) ?? null,
    save(emotion, { size }) {
      const running = saving.get(emotion) ?? save(emotion, size).finally(() => saving.delete(emotion));
      saving.set(emotion, running);
      return running;
    },
  };
}

interface Part {
  entries: ListEntry[];
  leftOut: LeftOut;
}

/** Such as an ended sign-in: a list without it would hide what the listener has to do. */
function needsListener(failure: unknown): boolean {
  return (
    failure instanceof MoodSyncError &&
    [
      "service.not-connected",
      "spotify.sign-in-ended",
      "spotify.permission-missing",
      "spotify.user-not-listed",
    ].includes(failure.code)
  );
}

/** All of them where they can all be asked; else as many, beginning anywhere. */
function shuffledStart<T>(items: readonly T[], random: () => number): T[] {
  return items.length <= MOST_PLAYLISTS ? [...items] : rotated(items, random);
}

function rotated<T>(items: readonly T[], random: () => number): T[] {
  const start = Math.floor(random() * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
