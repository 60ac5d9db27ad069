/** The pieces that were kept: hear them, open them on the desk, queue, rename or delete them. */
import { LibraryBig } from "lucide-react";
import type { ReactNode } from "react";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { useKeptPieces } from "./piece-queries.ts";
import { PieceRow } from "./piece-row.tsx";
import styles from "./kept-pieces.module.css";

export function KeptPieces(): ReactNode {
  const kept = useKeptPieces();
  const pieces = kept.data?.pages.flatMap((page) => page.pieces) ?? [];
  const total = kept.data?.pages[0]?.total ?? 0;
  return (
    <Panel
      title="Kept pieces"
      actions={<output className={styles.count}>{kept.isPending ? <Spinner /> : String(total)}</output>}
    >
      {kept.isError ? <Banner tone="error">{errorMessage(kept.error)}</Banner> : null}
      {kept.isSuccess && pieces.length === 0 ? (
        <EmptyState icon={<LibraryBig size={30} />} title="Nothing kept yet">
          <p>Pieces that you keep are songs of your library, with a cover drawn from their notes.</p>
        </EmptyState>
      ) : null}
      <ul className={styles.list} aria-label="Kept pieces">
        {pieces.map((piece) => (
          <PieceRow key={piece.id} piece={piece} />
        ))}
      </ul>
      {kept.hasNextPage ? (
        <Button busy={kept.isFetchingNextPage} onClick={() => void kept.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </Panel>
  );
}
