/** The library as the page knows it: folder, scan (kept fresh by Server-Sent Events) and songs. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { QueryClient, UseMutationResult } from "@tanstack/react-query";
import { useEffect } from "react";
import type { LibraryFolder, Scan } from "../../../contracts/library.ts";
import type { TrackList } from "../../../contracts/tracks.ts";
import { api, LIBRARY_EVENTS_URL } from "../../api-client.ts";
import { STATUS_KEY } from "../shell/server-status.ts";

const FOLDER_KEY = ["library", "folder"] as const;
const SCAN_KEY = ["library", "scan"] as const;
export const TRACKS_KEY = ["tracks"] as const;
const PAGE_LENGTH = 50;
/** The song list is read again at most so often while a scan adds to it. */
const REFRESH_MS = 5000;

/** Whether a scan still works. */
export function isScanning(scan: Scan | null | undefined): boolean {
  return scan?.state === "listing" || scan?.state === "running";
}

export function useLibraryFolder() {
  return useQuery({ queryKey: FOLDER_KEY, queryFn: ({ signal }) => api.libraryFolder(signal) });
}

export function useScan() {
  return useQuery({ queryKey: SCAN_KEY, queryFn: async ({ signal }) => (await api.currentScan(signal)).scan });
}

/** Where a page begins: behind a song, which costs the same however far down; in a search, at a number. */
interface PageStart {
  offset: number;
  after?: number | undefined;
}

function nextPage(last: TrackList, pages: readonly TrackList[], searching: boolean): PageStart | undefined {
  const loaded = pages.reduce((sum, page) => sum + page.tracks.length, 0);
  // A search that found more than it counts goes on until a page is not full.
  const more = last.totalIsExact ? loaded < last.total : last.tracks.length === PAGE_LENGTH;
  const lastId = last.tracks.at(-1)?.id;
  if (!more || lastId === undefined) return undefined;
  return searching ? { offset: loaded } : { offset: 0, after: lastId };
}

/** Songs that match, page by page. */
export function useTracks(query: string) {
  const start: PageStart = { offset: 0 };
  return useInfiniteQuery({
    queryKey: [...TRACKS_KEY, query],
    initialPageParam: start,
    queryFn: ({ pageParam, signal }) => api.tracks({ query, limit: PAGE_LENGTH, ...pageParam }, signal),
    getNextPageParam: (last, pages) => nextPage(last, pages, query !== ""),
    placeholderData: (before) => before,
  });
}

/** Files that could not be read or analysed, page by page. */
export function useProblems() {
  const start: PageStart = { offset: 0 };
  return useInfiniteQuery({
    queryKey: [...TRACKS_KEY, "problems"],
    initialPageParam: start,
    queryFn: ({ pageParam, signal }) => api.tracks({ problems: true, limit: PAGE_LENGTH, ...pageParam }, signal),
    getNextPageParam: (last, pages) => nextPage(last, pages, false),
  });
}

async function refreshAfterScan(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: STATUS_KEY }),
    client.invalidateQueries({ queryKey: TRACKS_KEY }),
  ]);
}

export function useStartScan(): UseMutationResult<Scan, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.startScan,
    onSuccess: (scan) => {
      client.setQueryData(SCAN_KEY, scan);
      return client.invalidateQueries({ queryKey: STATUS_KEY });
    },
  });
}

export function useCancelScan(): UseMutationResult<unknown, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.cancelScan,
    onSuccess: () => client.invalidateQueries({ queryKey: SCAN_KEY }),
  });
}

/** Names the music folder and starts reading it. */
export function useSetFolder(): UseMutationResult<LibraryFolder, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (folder: string) => {
      const set = await api.setLibraryFolder(folder);
      client.setQueryData(FOLDER_KEY, set);
      client.setQueryData(SCAN_KEY, await api.startScan());
      return set;
    },
    onSettled: () => refreshAfterScan(client),
  });
}

/** Listens to the server's word on the scan; stands once in the page. */
export function useScanEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    let refreshedAtMs = 0;
    const events = new EventSource(LIBRARY_EVENTS_URL);
    events.addEventListener("scan", (event: MessageEvent<string>) => {
      const scan: Scan = JSON.parse(event.data);
      client.setQueryData(SCAN_KEY, scan);
      const now = Date.now();
      if (isScanning(scan) && now - refreshedAtMs < REFRESH_MS) return;
      refreshedAtMs = now;
      void refreshAfterScan(client);
    });
    // After a break the stream comes back by itself; what was missed is asked for.
    events.addEventListener("open", () => void client.invalidateQueries({ queryKey: SCAN_KEY }));
    return () => events.close();
  }, [client]);
}
