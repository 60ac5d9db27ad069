/** Apple Music as the page knows it, through our own server; only MusicKit's frame speaks to Apple itself. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type {
  AppleMusicList,
  AppleMusicPlaylistPage,
  AppleMusicSettings,
  AppleMusicSongPage,
  AppleMusicStatus,
} from "../../../contracts/apple-music.ts";
import type { Emotion } from "../../../core/affect/emotion.ts";
import { call, isUnreachable } from "../../api-client.ts";
import { SERVICES_KEY } from "../services/services-queries.ts";

const BASE = "/sources/apple-music";
const KEY = ["apple-music"] as const;
const STATUS_KEY = [...KEY, "status"] as const;
const FRESH_MS = 5 * 60_000;

/** Apple's refusals are retried by the server's queue, or not at all. */
const retry = (failures: number, error: unknown): boolean => failures < 1 && isUnreachable(error);
const STEADY = { retry, staleTime: FRESH_MS, refetchOnWindowFocus: false } as const;

export function useAppleStatus() {
  return useQuery({
    queryKey: STATUS_KEY,
    queryFn: ({ signal }) => call<AppleMusicStatus>(`${BASE}/status`, { signal }),
    retry,
  });
}

export function useSetAppleKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: AppleMusicSettings) =>
      call<AppleMusicStatus>(`${BASE}/settings`, { method: "PUT", body: settings }),
    onSuccess: async (status) => {
      client.setQueryData(STATUS_KEY, status);
      await client.invalidateQueries({ queryKey: SERVICES_KEY });
    },
  });
}

/** Songs of the catalogue for a mood; null asks for none. */
export function useAppleList(emotion: Emotion | null) {
  return useQuery({
    queryKey: [...KEY, "list", emotion],
    queryFn: ({ signal }) =>
      call<AppleMusicList>(`${BASE}/lists`, { method: "POST", body: { mood: { emotion } }, signal }),
    enabled: emotion !== null,
    ...STEADY,
  });
}

/** Where songs are looked for: the catalogue by words, the listener's library, or one of their playlists. */
export type SongPlace = { kind: "catalogue"; query: string } | { kind: "library" } | { kind: "playlist"; id: string };

function pathOf(place: SongPlace, offset: number): string {
  if (place.kind === "catalogue") {
    return `${BASE}/search?${new URLSearchParams({ query: place.query, offset: String(offset) }).toString()}`;
  }
  if (place.kind === "library") return `${BASE}/library/songs?offset=${offset}`;
  return `${BASE}/library/playlists/${encodeURIComponent(place.id)}/songs?offset=${offset}`;
}

export function useAppleSongs(place: SongPlace | null) {
  return useInfiniteQuery({
    queryKey: [...KEY, "songs", place],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      call<AppleMusicSongPage>(pathOf(place ?? { kind: "library" }, pageParam), { signal }),
    getNextPageParam: (last) => last.nextOffset ?? undefined,
    enabled: place !== null,
    ...STEADY,
  });
}

export function useApplePlaylists(wanted: boolean) {
  return useInfiniteQuery({
    queryKey: [...KEY, "playlists"],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      call<AppleMusicPlaylistPage>(`${BASE}/library/playlists?offset=${pageParam}`, { signal }),
    getNextPageParam: (last) => last.nextOffset ?? undefined,
    enabled: wanted,
    ...STEADY,
  });
}

export function useAppleRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: KEY }),
      client.invalidateQueries({ queryKey: SERVICES_KEY }),
    ]);
  };
}
