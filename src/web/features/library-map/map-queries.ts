/** The library's map as the page knows it: drawn while the server works, and the songs of one cluster page by page. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { LibraryMap, MapTracks } from "../../../contracts/library-map.ts";
import { api, call } from "../../api-client.ts";
import { TRACKS_KEY } from "../library/library-queries.ts";

const MAP_KEY = ["library", "map"] as const;
const PAGE_LENGTH = 50;
/** While a map is being drawn. */
const EAGER_MS = 2500;
const STEADY_MS = 60_000;

/** The map; asked for often while there is none yet or a newer one is on its way. */
export function useLibraryMap() {
  return useQuery({
    queryKey: MAP_KEY,
    queryFn: ({ signal }) => call<LibraryMap>("/library/map", { signal }),
    refetchInterval: ({ state }) =>
      state.data?.state === "computing" || state.data?.updating === true ? EAGER_MS : STEADY_MS,
  });
}

/** Songs of a cluster, the most typical first. */
export function clusterTracks(
  cluster: number,
  offset: number,
  limit: number,
  signal?: AbortSignal,
): Promise<MapTracks> {
  return call<MapTracks>(`/library/map/tracks?cluster=${cluster}&limit=${limit}&offset=${offset}`, { signal });
}

export function useClusterTracks(cluster: number) {
  return useInfiniteQuery({
    queryKey: [...TRACKS_KEY, "cluster", cluster],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => clusterTracks(cluster, pageParam, PAGE_LENGTH, signal),
    getNextPageParam: (last, pages) =>
      last.hasMore ? pages.reduce((sum, page) => sum + page.tracks.length, 0) : undefined,
  });
}

/** The song behind a point that was pressed. */
export function useMapTrack(id: number) {
  return useQuery({ queryKey: [...TRACKS_KEY, "one", id], queryFn: ({ signal }) => api.track(id, signal) });
}
