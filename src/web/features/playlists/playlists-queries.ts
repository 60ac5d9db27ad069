/** The listener's own playlists as the page knows them. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Playlist, PlaylistSummary } from "../../../contracts/playlists.ts";
import { errorMessage } from "../../api-client.ts";
import { notify } from "../../design/notices-store.ts";
import { playlistsApi } from "./playlists-api.ts";

const OWN_KEY = ["playlists", "own"] as const;
const PAGE_LENGTH = 30;

/** Saved playlists by name, page by page. */
export function useOwnPlaylists() {
  return useInfiniteQuery({
    queryKey: OWN_KEY,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => playlistsApi.list(pageParam, PAGE_LENGTH, signal),
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.playlists.length, 0);
      return last.playlists.length > 0 && loaded < last.total ? loaded : undefined;
    },
  });
}

/** One playlist; read anew each time it is opened, since it may have been changed elsewhere. */
export function usePlaylist(id: number) {
  return useQuery({
    queryKey: ["playlists", "one", id],
    queryFn: ({ signal }) => playlistsApi.get(id, signal),
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

export function useRefreshPlaylists(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: OWN_KEY });
}

/** Saves songs under a name. */
export function useSaveOwn() {
  const refresh = useRefreshPlaylists();
  return useMutation({
    mutationFn: ({ name, trackIds }: { name: string; trackIds: readonly number[] }) =>
      playlistsApi.createOwn(name, trackIds),
    onSuccess: async ({ name }) => {
      notify({ tone: "good", text: `“${name}” is kept under Library, Playlists.` });
      await refresh();
    },
  });
}

/** Keeps a copy of a list that renews itself. */
export function useCopyPlaylist() {
  const refresh = useRefreshPlaylists();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) => playlistsApi.copy(id, name),
    onSuccess: async ({ name }) => {
      notify({ tone: "good", text: `“${name}” is kept among your playlists, as it is now.` });
      await refresh();
    },
    onError: (error) => notify({ tone: "error", text: `The copy was not kept: ${errorMessage(error)}` }),
  });
}

/** Deletes a playlist, and offers to bring it back with the songs it had. */
export function useDeletePlaylist() {
  const refresh = useRefreshPlaylists();
  const bringBack = async ({ name, entries }: Playlist): Promise<void> => {
    try {
      await playlistsApi.createOwn(
        name ?? "Playlist",
        entries.map(({ track }) => track.id),
      );
      await refresh();
    } catch (error) {
      notify({ tone: "error", text: `“${name}” could not be brought back: ${errorMessage(error)}` });
    }
  };
  return useMutation({
    mutationFn: async ({ id }: Pick<PlaylistSummary, "id" | "name">) => {
      // Its songs first: without them it could not be brought back.
      const kept = await playlistsApi.get(id);
      await playlistsApi.remove(id);
      return kept;
    },
    onSuccess: async (kept) => {
      notify({ text: `“${kept.name}” was deleted.`, action: { label: "Undo", run: () => void bringBack(kept) } });
      await refresh();
    },
    onError: (error, { name }) => notify({ tone: "error", text: `“${name}” was not deleted: ${errorMessage(error)}` }),
  });
}
