/** The queue in its panel, with what the server said about the list. */
import type { ReactNode } from "react";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { useFollowerStore } from "../../playback/follower-store.ts";
import { usePlayerStore } from "../../playback/player-store.ts";
import { upcomingEntries } from "../../playback/queue.ts";
import { useSaveQueue } from "../playlists/save-queue.tsx";
import { QueueList } from "./queue-list.tsx";
import styles from "./queue-panel.module.css";

export function QueuePanel(): ReactNode {
  const count = usePlayerStore((state) => upcomingEntries(state.queue).length);
  const busy = useFollowerStore((state) => state.busy);
  const note = useFollowerStore((state) => state.note);
  const songs = `${count} song${count === 1 ? "" : "s"}`;
  const save = useSaveQueue();
  const actions = (
    <div className={styles.actions}>
      <span className={styles.count}>{busy ? <Spinner /> : songs}</span>
      {save.button}
    </div>
  );
  return (
    <Panel title="Up next" actions={actions}>
      {save.form}
      {note === null ? null : <p className={styles.note}>{note}</p>}
      <div className={styles.scroll}>
        <QueueList />
      </div>
    </Panel>
  );
}
