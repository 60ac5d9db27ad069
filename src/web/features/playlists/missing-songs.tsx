/** Songs that an imported playlist names and the library lacks, and the way to look for them again. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { SearchCheck } from "lucide-react";
import type { ReactNode } from "react";
import { errorMessage } from "../../api-client.ts";
import { Button } from "../../design/button.tsx";
import { notify } from "../../design/notices-store.ts";
import { exchangeApi } from "../exchange/exchange-api.ts";
import { missingText } from "../exchange/outcome-words.ts";
import styles from "./missing-songs.module.css";
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
  if (songs.length === 0) return null;
  return (
    <details className={styles.missing}>
      <summary>{songCount(songs.length)} of the file not in your library</summary>
      <ul aria-label="Songs that are missing">
        {songs.map((song, index) => (
          // The file may name two songs alike.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>{missingText(song)}</li>
        ))}
      </ul>
      <Button
        size="small"
        busy={find.isPending}
        icon={<SearchCheck size={16} aria-hidden="true" />}
        onClick={() => find.mutate()}
      >
        Look for them again
      </Button>
    </details>
  );
}
