/** The small player at the foot of the page; a press on the song opens it large, the list button opens the queue. */
import { ListMusic } from "lucide-react";
import { type ReactNode, useState } from "react";
import { IconButton } from "../../design/button.tsx";
import { classNames } from "../../design/class-names.ts";
import { Sheet } from "../../design/sheet.tsx";
import { usePlayerStore } from "../../playback/player-store.ts";
import type { QueueEntry } from "../../playback/queue.ts";
import { QueueList } from "../playlist/queue-list.tsx";
import { useSaveQueue } from "../playlists/save-queue.tsx";
import { CoverArt } from "./cover-art.tsx";
import { MoodChange } from "./mood-change.tsx";
import { Song, TapToPlay } from "./now-playing.tsx";
import styles from "./player-dock.module.css";
import sheetStyles from "./player-sheet.module.css";
import { SeekBar } from "./seek-bar.tsx";
import { Transport } from "./transport.tsx";

type OpenSheet = "song" | "queue" | null;

/** Nothing until there is a song. */
export function PlayerDock({ className }: { className?: string | undefined }): ReactNode {
  const current = usePlayerStore((state) => state.current);
  return current === null ? null : <Dock entry={current} className={className} />;
}

function Dock({ entry, className }: { entry: QueueEntry; className: string | undefined }): ReactNode {
  const [open, setOpen] = useState<OpenSheet>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <section className={classNames(styles.dock, className)} aria-label="Player">
        <ProgressLine />
        <button type="button" className={styles.song} onClick={() => setOpen("song")} aria-haspopup="dialog">
          <CoverArt track={entry.track} size="small" />
          <span className={styles.words}>
            <span className={styles.title}>{entry.track.title}</span>
            <span className={styles.artist}>{entry.track.artist ?? "Unknown artist"}</span>
          </span>
        </button>
        <div className={styles.buttons}>
          <Transport compact />
        </div>
        <div className={styles.wide}>
          <SeekBar />
        </div>
        <IconButton
          className={styles.queue}
          variant="quiet"
          label="Queue"
          icon={<ListMusic size={20} aria-hidden="true" />}
          onClick={() => setOpen("queue")}
        />
      </section>
      <Sheet open={open === "song"} title="Now playing" onClose={close} tall>
        <div className={sheetStyles.song}>
          <MoodChange />
          <Song entry={entry} />
        </div>
      </Sheet>
      <Sheet open={open === "queue"} title="Up next" onClose={close} tall>
        <div className={sheetStyles.song}>
          <MoodChange />
          <TapToPlay />
          <KeepQueue />
          <QueueList />
        </div>
      </Sheet>
    </>
  );
}

function KeepQueue(): ReactNode {
  const { button, form } = useSaveQueue();
  return form ?? <div className={sheetStyles.keep}>{button}</div>;
}

function ProgressLine(): ReactNode {
  const share = usePlayerStore(({ positionMs, durationMs }) => (durationMs === null ? 0 : positionMs / durationMs));
  return <span className={styles.line} style={{ width: `${Math.min(1, share) * 100}%` }} aria-hidden="true" />;
}
