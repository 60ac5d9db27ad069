/** Songs that an imported playlist names and the library lacks, and the way to look for them again. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { SearchCheck } from "lucide-react";
import type { ReactNode } from "react";
import { errorMessage } from "../../api-client.ts";
import { Button } from "../../design/button.tsx";
import { notify } from "../../design/notices-store.ts";
import { exchangeApi } from "../exchange/exchange-api.ts";
import { MissingList } from "../exchange/missing-list.tsx";
import { songCount } from "./playlist-words.ts";

/** Nothing where none is missing. @param onFound called when some were found and stand in the playlist now */
export function MissingSongs({ id, onFound }: { id: number; onFound: () => void }): ReactNode {
  const missing = useQuery({
    queryKey: ["playlists", "missing", id],
    queryFn: ({ signal }) => exchangeApi.missing(id, signal),
    retry: false,
  });
  const find = useMutation({
    mutationFn: () => exchangeApi.findMissing(id),
    onSuccess: async ({ found, stillMissing }) => {
      notify({
        text: found === 0 ? `${songCount(stillMissing)} still missing.` : `${songCount(found)} found and put in.`,
      });
      await missing.refetch();
      if (found > 0) onFound();
    },
    onError: (error) => notify({ tone: "error", text: errorMessage(error) }),
  });
  const songs = missing.data?.songs ?? [];
  const summary = `${songCount(songs.length)} of the file not in your library`;
  return (
    <MissingList songs={songs} summary={summary} label="Songs that are missing">
      <Button
        size="small"
        busy={find.isPending}
        icon={<SearchCheck size={16} aria-hidden="true" />}
        onClick={() => find.mutate()}
      >
        Look for them again
      </Button>
    </MissingList>
  );
}
