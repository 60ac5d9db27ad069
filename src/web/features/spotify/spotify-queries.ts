/** Spotify as the page knows it, all of it from our own server; nothing is asked for by a clock. */
import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { SpotifyList, SpotifyMoodMap, SpotifyPurpose } from "../../../contracts/spotify.ts";
import type { Emotion } from "../../../core/affect/emotion.ts";
import { isUnreachable } from "../../api-client.ts";
import { SERVICES_KEY } from "../services/services-queries.ts";
import { spotifyApi } from "./spotify-api.ts";

export const SPOTIFY_KEY = ["spotify"] as const;
const STATUS_KEY = [...SPOTIFY_KEY, "status"] as const;
const PLAYLISTS_KEY = [...SPOTIFY_KEY, "playlists"] as const;
const MOODS_KEY = [...SPOTIFY_KEY, "moods"] as const;
const LISTS_KEY = [...SPOTIFY_KEY, "lists"] as const;
const DEVICES_KEY = [...SPOTIFY_KEY, "devices"] as const;
export const PLAYER_KEY = [...SPOTIFY_KEY, "player"] as const;

/** What our server keeps need not be asked for again each time the screen is shown. */
const FRESH_MS = 5 * 60_000;

/** Only our own server's absence is worth a second try: Spotify's refusals are retried by the server's queue, or not at all. */
const retry = (failures: number, error: unknown): boolean => failures < 1 && isUnreachable(error);

export function useSpotifyStatus() {
  return useQuery({ queryKey: STATUS_KEY, queryFn: ({ signal }) => spotifyApi.status(signal), retry });
}

export function useSpotifyPlaylists(enabled: boolean) {
  return useQuery({
    queryKey: PLAYLISTS_KEY,
    queryFn: ({ signal }) => spotifyApi.playlists(signal),
    enabled,
    retry,
    staleTime: FRESH_MS,
    refetchOnWindowFocus: false,
  });
}

export function useSpotifyMoods(enabled: boolean) {
  return useQuery({
    queryKey: MOODS_KEY,
    queryFn: ({ signal }) => spotifyApi.moods(signal),
    enabled,
    retry,
    staleTime: FRESH_MS,
    refetchOnWindowFocus: false,
  });
}

/** Keeps the map; every list made from the former one is forgotten. */
export function useSetMoods() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (map: SpotifyMoodMap) => spotifyApi.setMoods(map),
    onSuccess: async (moods) => {
      client.setQueryData(MOODS_KEY, moods);
      await client.invalidateQueries({ queryKey: LISTS_KEY });
    },
  });
}

/** The key of a mood's list. */
export function listKey(emotion: Emotion) {
  return [...LISTS_KEY, emotion] as const;
}

/** The list for a mood; null asks for none. The list before stays in sight while the next one comes. */
export function useSpotifyList(emotion: Emotion | null) {
  return useQuery({
    queryKey: listKey(emotion ?? "neutral"),
    queryFn: ({ signal }) => spotifyApi.list(emotion ?? "neutral", false, signal),
    enabled: emotion !== null,
    retry,
    staleTime: FRESH_MS,
    refetchOnWindowFocus: false,
  });
}

export function useRefreshList(emotion: Emotion) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => spotifyApi.list(emotion, true),
    onSuccess: (list) => client.setQueryData(listKey(emotion), list),
    onSettled: () => client.invalidateQueries({ queryKey: SERVICES_KEY }),
  });
}

export function useSaveList(emotion: Emotion) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => spotifyApi.saveList(emotion),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey(emotion) }),
  });
}

export function useSpotifySearch(query: string) {
  return useInfiniteQuery({
    queryKey: [...SPOTIFY_KEY, "search", query],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => spotifyApi.search(query, pageParam, signal),
    getNextPageParam: (last) => last.nextOffset ?? undefined,
    enabled: query !== "",
    retry,
    staleTime: FRESH_MS,
    refetchOnWindowFocus: false,
  });
}

export function useSpotifyDevices(enabled: boolean) {
  return useQuery({
    queryKey: DEVICES_KEY,
    queryFn: ({ signal }) => spotifyApi.devices(signal),
    enabled,
    retry,
    refetchOnWindowFocus: false,
  });
}

/** What Spotify says comes next; asked when it is looked at. */
export function useSpotifyQueue(enabled: boolean) {
  return useQuery({
    queryKey: [...PLAYER_KEY, "queue"],
    queryFn: ({ signal }) => spotifyApi.queue(signal),
    enabled,
    retry,
    refetchOnWindowFocus: false,
  });
}

/** Leaves for Spotify's own page, where the listener consents; Spotify brings them back. */
export function useSignIn() {
  return useMutation({
    mutationFn: (purposes: readonly SpotifyPurpose[]) => spotifyApi.signIn(purposes),
    onSuccess: ({ authorizeUrl }) => location.assign(authorizeUrl),
  });
}

/** After anything that changes how Spotify stands. */
export function useSpotifyRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: SPOTIFY_KEY }),
      client.invalidateQueries({ queryKey: SERVICES_KEY }),
    ]);
  };
}

/** Fetches a mood's list as the screen would: from what is kept where that is fresh. */
export function fetchListBy(client: QueryClient): (emotion: Emotion) => Promise<SpotifyList> {
  return (emotion) =>
    client.fetchQuery({
      queryKey: listKey(emotion),
      queryFn: ({ signal }) => spotifyApi.list(emotion, false, signal),
      staleTime: FRESH_MS,
    });
}
