/** The library as the page knows it: folder, scan (kept fresh by Server-Sent Events) and songs. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { QueryClient, UseMutationResult } from "@tanstack/react-query";
import { useEffect } from "react";
import type { LibraryFolder, Scan } from "../../../contracts/library.ts";
import type { Track } from "../../../contracts/tracks.ts";
import { api, LIBRARY_EVENTS_URL } from "../../api-client.ts";
import { STATUS_KEY } from "../shell/server-status.ts";

const FOLDER_KEY = ["library", "folder"] as const;
const SCAN_KEY = ["library", "scan"] as const;
export const TRACKS_KEY = ["tracks"] as const;
const PAGE_LENGTH = 50;
const PROBLEM_PAGE_LENGTH = 500;
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

/** Songs that match, page by page. */
export function useTracks(query: string) {
  return useInfiniteQuery({
    queryKey: [...TRACKS_KEY, query],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => api.tracks({ query, limit: PAGE_LENGTH, offset: pageParam }, signal),
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.tracks.length, 0);
      return last.tracks.length > 0 && loaded < last.total ? loaded : undefined;
    },
    placeholderData: (before) => before,
  });
}

async function tracksWithProblems(signal: AbortSignal): Promise<Track[]> {
  const found: Track[] = [];
  for (let offset = 0, total = 1; offset < total; offset += PROBLEM_PAGE_LENGTH) {
    // oxlint-disable-next-line no-await-in-loop -- one page at a time, so that a large library does not flood the server
    const page = await api.tracks({ limit: PROBLEM_PAGE_LENGTH, offset }, signal);
    total = page.total;
    found.push(...page.tracks.filter((track) => track.problem !== null));
  }
  return found;
}

/** Files that could not be read or analysed; asked for only while `wanted`. */
export function useProblems(wanted: boolean) {
  return useQuery({
    queryKey: [...TRACKS_KEY, "problems"],
    queryFn: ({ signal }) => tracksWithProblems(signal),
    enabled: wanted,
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
