/** Why nothing plays: no folder, nothing read yet, nothing that fits, an error, or simply no mood so far. */
import { FolderSearch, Frown, HeartCrack } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { errorMessage } from "../../api-client.ts";
import { Button } from "../../design/button.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { refreshMusic, useFollowerStore } from "../../playback/follower-store.ts";
import { ComposeForMe } from "../compose/compose-for-me.tsx";
import { isScanning, useLibraryFolder, useScan } from "../library/library-queries.ts";
import { ScanProgress } from "../library/scan-panel.tsx";
import { CoverArt } from "../player/cover-art.tsx";
import { useServerStatus } from "../shell/server-status.ts";
import { SCREEN_PATHS } from "../shell/screens.ts";
import styles from "./silence.module.css";

const AGAIN = <Button onClick={refreshMusic}>Try again</Button>;

export function Silence(): ReactNode {
  const follower = useFollowerStore((state) => state);
  const status = useServerStatus();
  const { data: scan = null } = useScan();
  const welcomed = useLibraryFolder().data?.folder === null;
  if (follower.busy) {
    return (
      <EmptyState icon={<Spinner />} title="Finding songs for you">
        <p>One moment.</p>
      </EmptyState>
    );
  }
  if (follower.error !== null) {
    return (
      <EmptyState icon={<HeartCrack size={30} />} title="No songs came" action={AGAIN}>
        <p>{errorMessage(follower.error)}</p>
      </EmptyState>
    );
  }
  if (status.data?.playable === 0 && scan !== null && isScanning(scan)) {
    return (
      <>
        <EmptyState icon={<FolderSearch size={30} />} title="Listening to your songs">
          <p>The music starts as soon as the first ones are read.</p>
        </EmptyState>
        <ScanProgress scan={scan} />
      </>
    );
  }
  if (status.data?.playable === 0) return <NoMusic welcomed={welcomed} />;
  if (follower.empty) {
    return (
      <EmptyState icon={<Frown size={30} />} title="Nothing fits right now" action={AGAIN}>
        <p>{follower.note ?? "No song in your library is close enough to this mood."}</p>
      </EmptyState>
    );
  }
  return (
    <div className={styles.quiet}>
      <div className={styles.record}>
        <CoverArt track={null} size="large" />
      </div>
      <h2 className={styles.title}>It's quiet here</h2>
      <p className={styles.text}>Show the camera your face, or say how you feel. The music follows.</p>
      {welcomed ? null : <ComposeForMe />}
    </div>
  );
}

/** `welcomed`: the button is in the welcome above. */
function NoMusic({ welcomed }: { welcomed: boolean }): ReactNode {
  return (
    <EmptyState
      icon={<FolderSearch size={30} />}
      title="No songs yet"
      action={welcomed ? undefined : <ComposeForMe main />}
    >
      <p>
        Music that fits your mood can be composed for you, as you listen. Songs of your own come from a folder that you
        name in the <Link href={SCREEN_PATHS.library}>Library</Link>.
      </p>
    </EmptyState>
  );
}
