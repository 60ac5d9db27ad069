/** How far the sync with the music server has come, or how the last one ended. */
import { Square } from "lucide-react";
import type { ReactNode } from "react";
import type { SubsonicSync } from "../../../contracts/subsonic.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { ProgressBar } from "../../design/progress-bar.tsx";
import { timeLeftText } from "../../playback/time-text.ts";
import styles from "./subsonic-sync.module.css";
import { isSyncing, useCancelSync } from "./subsonic-queries.ts";
import { syncCount, syncFigures, syncHead, syncShare } from "./sync-words.ts";

export function SubsonicSyncView({ sync }: { sync: SubsonicSync }): ReactNode {
  const cancel = useCancelSync();
  const running = isSyncing(sync);
  const count = syncCount(sync);
  const left = running ? timeLeftText(sync.remainingMs) : null;
  return (
    <div className={styles.sync}>
      <p className={styles.head}>{syncHead(sync)}</p>
      {running ? (
        <>
          <ProgressBar label="Sync" share={syncShare(sync)} valueText={count === "" ? undefined : count} />
          <p className={styles.soft}>{[count, left].filter(Boolean).join(" · ")}</p>
          {sync.currentTitle === null ? null : <p className={styles.title}>{sync.currentTitle}</p>}
        </>
      ) : null}
      <p className={styles.soft}>{syncFigures(sync)}</p>
      {sync.problem === null ? null : <Banner tone="error">{sync.problem.message}</Banner>}
      {running ? (
        <Button
          size="small"
          className={styles.stop}
          busy={cancel.isPending}
          icon={<Square size={15} aria-hidden="true" />}
          onClick={() => cancel.mutate()}
        >
          Stop
        </Button>
      ) : null}
    </div>
  );
}
