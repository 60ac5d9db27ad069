/** What comes next: each song with the reason it was chosen; press to jump there, or take it out. */
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../../design/button.tsx";
import { classNames } from "../../design/class-names.ts";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { playerStore, usePlayerStore } from "../../playback/player-store.ts";
import { type QueueEntry, upcomingEntries } from "../../playback/queue.ts";
import { clockText } from "../../playback/time-text.ts";
import { CoverArt } from "../player/cover-art.tsx";
import styles from "./queue-list.module.css";

export function QueueList(): ReactNode {
  const queue = usePlayerStore((state) => state.queue);
  const upcoming = upcomingEntries(queue);
  if (upcoming.length === 0) return <p className={styles.none}>Nothing comes after this song yet.</p>;
  return (
    <ol className={styles.list} aria-label="Up next">
      {upcoming.map((entry) => (
        <QueueRow key={entry.key} entry={entry} />
      ))}
    </ol>
  );
}

function QueueRow({ entry }: { entry: QueueEntry }): ReactNode {
  const { track, reason, failed, key } = entry;
  const { jump, remove } = playerStore.getState();
  return (
    <li className={classNames(styles.row, failed && styles.failed)}>
      <button type="button" className={styles.jump} onClick={() => jump(key)}>
        <CoverArt track={track} size="small" />
        <span className={styles.words}>
          <VisuallyHidden>Play now: </VisuallyHidden>
          <span className={styles.title}>{track.title}</span>
          <span className={styles.artist}>{track.artist ?? "Unknown artist"}</span>
          {failed ? <span className={styles.failedNote}>Would not play</span> : null}
        </span>
      </button>
      <span className={styles.time}>{clockText(track.durationMs)}</span>
      <IconButton
        variant="quiet"
        size="small"
        label={`Remove ${track.title} from the queue`}
        icon={<X size={16} aria-hidden="true" />}
        onClick={() => remove(key)}
      />
      {reason === null ? null : <p className={styles.reason}>{reason}</p>}
    </li>
  );
}
