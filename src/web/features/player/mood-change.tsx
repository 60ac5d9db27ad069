/** Says that the songs to come follow another mood than the one that plays, and lets the listener have it now. */
import { FastForward } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../design/button.tsx";
import { usePlayerStore } from "../../playback/player-store.ts";
import { pendingOrigin } from "../../playback/queue.ts";
import { originName } from "./origin-name.ts";
import styles from "./mood-change.module.css";

/** Nothing while the mood stays. */
export function MoodChange(): ReactNode {
  const pending = usePlayerStore((state) => pendingOrigin(state.queue));
  const changeNow = usePlayerStore((state) => state.changeNow);
  if (pending === null) return null;
  return (
    <div className={styles.strip} data-mood={pending.emotion ?? undefined}>
      <output className={styles.words}>
        After this song: <strong>{originName(pending)}</strong>
      </output>
      <Button size="small" icon={<FastForward size={16} aria-hidden="true" />} onClick={changeNow}>
        Change now
      </Button>
    </div>
  );
}
