/** The scan: n of N, time left, the file at hand; stop it, take it up again, or look for new songs. */
import { RefreshCw, Square } from "lucide-react";
import type { ReactNode } from "react";
import type { Scan } from "../../../contracts/library.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { ProgressBar } from "../../design/progress-bar.tsx";
import { timeLeftText } from "../../playback/time-text.ts";
import { isScanning, useCancelScan, useLibraryFolder, useScan, useStartScan } from "./library-queries.ts";
import styles from "./scan-panel.module.css";
import { isResumable, scanHeadline, scanShare, scanSummary } from "./scan-words.ts";

/** Progress while a scan works, without buttons: for the first run. */
export function ScanProgress({ scan }: { scan: Scan }): ReactNode {
  const left = timeLeftText(scan.remainingMs);
  const headline = scanHeadline(scan);
  return (
    <div className={styles.lines}>
      <p className={styles.figures}>
        <span className={styles.count}>{headline}</span>
        {left === null ? null : <span className={styles.soft}>{left}</span>}
      </p>
      <ProgressBar
        label="Scan"
        share={scanShare(scan)}
        valueText={[headline, left].filter(Boolean).join(", ") || undefined}
      />
      <p className={`${styles.soft ?? ""} ${styles.file ?? ""}`}>{scan.currentPath ?? " "}</p>
    </div>
  );
}

/** The scan with its buttons. */
export function ScanPanel(): ReactNode {
  const folder = useLibraryFolder();
  const { data: scan = null, error } = useScan();
  const start = useStartScan();
  const cancel = useCancelScan();
  if (folder.data === undefined || folder.data.folder === null) return null;
  const trouble = start.error ?? cancel.error ?? error;
  return (
    <>
      {trouble === null ? null : <Banner tone="error">{errorMessage(trouble)}</Banner>}
      {scan === null ? <p className={styles.soft}>This folder has not been read yet.</p> : <ScanState scan={scan} />}
      <div className={styles.actions}>
        {isScanning(scan) ? (
          <Button
            icon={<Square size={16} aria-hidden="true" />}
            busy={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            Stop
          </Button>
        ) : (
          <Button
            size="small"
            icon={<RefreshCw size={16} aria-hidden="true" />}
            busy={start.isPending}
            onClick={() => start.mutate()}
          >
            {scan === null ? "Read the folder" : isResumable(scan) ? "Resume" : "Look for new songs"}
          </Button>
        )}
      </div>
    </>
  );
}

function ScanState({ scan }: { scan: Scan }): ReactNode {
  if (isScanning(scan)) {
    return (
      <>
        <ScanProgress scan={scan} />
        <p className={styles.soft}>Songs can be played as soon as they are read; nothing need be waited for.</p>
      </>
    );
  }
  return (
    <div className={styles.lines}>
      <p className={styles.soft}>
        <strong className={styles.headline}>{scanHeadline(scan)}.</strong> {scanSummary(scan)}
      </p>
      {scan.problem === null ? null : <Banner tone="error">{scan.problem.message}</Banner>}
    </div>
  );
}
