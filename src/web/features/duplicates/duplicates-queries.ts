/** Recordings that the library holds more than once, as the page knows them. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { DuplicateList, NotSame, NotSameAnswer } from "../../../contracts/duplicates.ts";
import { call, errorMessage } from "../../api-client.ts";
import { notify } from "../../design/notices-store.ts";

const DUPLICATES_KEY = ["library", "duplicates"] as const;
const PAGE_LENGTH = 20;
/** While they are still being looked for. */
const EAGER_MS = 4000;

export function useDuplicates() {
  return useInfiniteQuery({
    queryKey: DUPLICATES_KEY,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      call<DuplicateList>(`/library/duplicates?limit=${PAGE_LENGTH}&offset=${pageParam}`, { signal }),
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.groups.length, 0);
      return last.groups.length > 0 && loaded < last.total ? loaded : undefined;
    },
    refetchInterval: ({ state }) => (state.data?.pages[0]?.searching === true ? EAGER_MS : false),
  });
}

function sayNotSame(body: NotSame): Promise<NotSameAnswer> {
  return call<NotSameAnswer>("/library/duplicates/not-same", { method: "PUT", body });
}

/** Tells a copy apart from the others of its group, and offers to take that back. */
export function useNotSame() {
  const client = useQueryClient();
  const refresh = (): Promise<unknown> => client.invalidateQueries({ queryKey: DUPLICATES_KEY });
  const takeBack = async ({ trackId, others }: NotSameAnswer): Promise<void> => {
    try {
      await sayNotSame({ trackId, others, notSame: false });
      await refresh();
    } catch (error) {
      notify({ tone: "error", text: `That could not be taken back: ${errorMessage(error)}` });
    }
  };
  return useMutation({
    mutationFn: ({ trackId }: { trackId: number; title: string }) => sayNotSame({ trackId }),
    onSuccess: async (answer, { title }) => {
      notify({
        tone: "good",
        text: `“${title}” counts as a recording of its own from now on.`,
        ...(answer.others.length === 0 ? {} : { action: { label: "Undo", run: () => void takeBack(answer) } }),
      });
      await refresh();
    },
    onError: (error) => notify({ tone: "error", text: errorMessage(error) }),
  });
}
