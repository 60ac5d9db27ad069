/** Kept pieces, the starter library and the standing playlists, as the page knows them. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { PieceSummary } from "../../../contracts/pieces.ts";
import type { RenewalSchedule } from "../../../contracts/standing-playlists.ts";
import { errorMessage } from "../../api-client.ts";
import { notify } from "../../design/notices-store.ts";
import { TRACKS_KEY } from "../library/library-queries.ts";
import { STATUS_KEY } from "../shell/server-status.ts";
import { piecesApi } from "./pieces-api.ts";

export const PIECES_KEY = ["pieces"] as const;
const STARTER_KEY = ["starter-library"] as const;
const STANDING_KEY = ["standing-playlists"] as const;
const PAGE_LENGTH = 30;
/** While something is composed on the server. */
const EAGER_MS = 2500;
const STEADY_MS = 60_000;

/** Pieces that the listener kept, newest first, page by page. */
export function useKeptPieces() {
  return useInfiniteQuery({
    queryKey: PIECES_KEY,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => piecesApi.list(pageParam, PAGE_LENGTH, signal),
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.pieces.length, 0);
      return last.pieces.length > 0 && loaded < last.total ? loaded : undefined;
    },
  });
}

function useRefreshPieces(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all([PIECES_KEY, TRACKS_KEY, STATUS_KEY].map((queryKey) => client.invalidateQueries({ queryKey })));
}

export function useRenamePiece() {
  const refresh = useRefreshPieces();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) => piecesApi.rename(id, name),
    onSuccess: refresh,
  });
}

/** Deletes a piece, and offers to bring it back from its notes. */
export function useDeletePiece() {
  const refresh = useRefreshPieces();
  const bringBack = async (kept: Awaited<ReturnType<typeof piecesApi.get>>): Promise<void> => {
    try {
      await piecesApi.keep(kept.score, kept.name);
      await refresh();
    } catch (error) {
      notify({ tone: "error", text: `“${kept.name}” could not be brought back: ${errorMessage(error)}` });
    }
  };
  return useMutation({
    mutationFn: async ({ id }: PieceSummary) => {
      // Its notes first: without them it could not be brought back.
      const kept = await piecesApi.get(id);
      await piecesApi.remove(id);
      return kept;
    },
    onSuccess: async (kept) => {
      notify({ text: `“${kept.name}” was deleted.`, action: { label: "Undo", run: () => void bringBack(kept) } });
      await refresh();
    },
    onError: (error, { name }) => notify({ tone: "error", text: `“${name}” was not deleted: ${errorMessage(error)}` }),
  });
}

/** The starter library; asked often while it is being composed, and once it is there the songs are read again. */
export function useStarter() {
  const refresh = useRefreshPieces();
  const client = useQueryClient();
  const starter = useQuery({
    queryKey: STARTER_KEY,
    queryFn: ({ signal }) => piecesApi.starter(signal),
    refetchInterval: ({ state }) => (isBeingComposed(state.data?.state) ? EAGER_MS : STEADY_MS),
    retry: false,
  });
  const done = starter.data?.done ?? 0;
  useEffect(() => {
    if (done === 0) return;
    void refresh();
    void client.invalidateQueries({ queryKey: STANDING_KEY });
    // Every further piece is a reason, not every render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [done]);
  return starter;
}

export function isBeingComposed(state: string | undefined): boolean {
  return state === "composing" || state === "elsewhere";
}

export function useSetStarter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: piecesApi.setStarter,
    onSuccess: (starter) => client.setQueryData(STARTER_KEY, starter),
  });
}

export function useStanding() {
  return useQuery({
    queryKey: STANDING_KEY,
    queryFn: ({ signal }) => piecesApi.standing(signal),
    refetchInterval: ({ state }) => (state.data?.renewing == null ? STEADY_MS : EAGER_MS),
    retry: false,
  });
}

export function useSetSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (schedule: RenewalSchedule) => piecesApi.setSchedule(schedule),
    onSuccess: (standing) => client.setQueryData(STANDING_KEY, standing),
  });
}

/** Makes all twelve anew. */
export function useRenewStanding() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: piecesApi.renewStanding,
    onSettled: () => client.invalidateQueries({ queryKey: STANDING_KEY }),
  });
}
