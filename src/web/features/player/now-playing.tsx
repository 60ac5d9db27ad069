/** The song that plays, large: its cover, its place, the controls, why it plays, and what one can say about it. */
import { Play } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../design/button.tsx";
import { MoodDot } from "../../design/mood-dot.tsx";
import { Panel } from "../../design/panel.tsx";
import { usePlayerStore } from "../../playback/player-store.ts";
import type { QueueEntry } from "../../playback/queue.ts";
import { CoverArt } from "./cover-art.tsx";
import { FeedbackBar } from "./feedback-bar.tsx";
import { MoodChange } from "./mood-change.tsx";
import { originName } from "./origin-name.ts";
import styles from "./now-playing.module.css";
import { SeekBar } from "./seek-bar.tsx";
import { Transport } from "./transport.tsx";
import { VolumeControl } from "./volume-control.tsx";

/** What is said while nothing plays comes from the caller, who knows why. */
export function NowPlaying({ whenSilent }: { whenSilent: ReactNode }): ReactNode {
  const current = usePlayerStore((state) => state.current);
  return (
    <Panel label="Now playing" className={styles.panel}>
      {current === null ? (
        whenSilent
      ) : (
        <>
          <MoodChange />
          <Song entry={current} />
        </>
      )}
    </Panel>
  );
}

/** Everything about the song in front, without a panel around it (the phone's sheet brings its own). */
export function Song({ entry }: { entry: QueueEntry }): ReactNode {
  const { track, origin, reason } = entry;
  return (
    <>
      <div className={styles.stage}>
        <CoverArt track={track} size="large" />
      </div>
      <div className={styles.words}>
        {origin === null ? null : (
          <p className={styles.mood} data-mood={origin.emotion ?? undefined}>
            <MoodDot emotion={origin.emotion} />
            {originName(origin)}
          </p>
        )}
        <p className={styles.title}>{track.title}</p>
        <p className={styles.artist}>{[track.artist, track.album].filter(Boolean).join(" · ") || "Unknown artist"}</p>
      </div>
      <div className={styles.controls}>
        <TapToPlay />
        <div className={styles.seek}>
          <SeekBar />
        </div>
        <Transport />
        <VolumeControl />
      </div>
      <FeedbackBar entry={entry} />
      {reason === null ? null : (
        <p className={styles.why}>
          <strong>Why this song:</strong> {reason}
        </p>
      )}
    </>
  );
}

/** Browsers may refuse sound until the listener has pressed something; then this is what to press. */
export function TapToPlay(): ReactNode {
  const blocked = usePlayerStore((state) => state.status === "blocked");
  const play = usePlayerStore((state) => state.play);
  if (!blocked) return null;
  return (
    <Button
      variant="primary"
      className={styles.blocked}
      icon={<Play size={18} fill="currentColor" aria-hidden="true" />}
      onClick={play}
    >
      Tap to play
    </Button>
  );
}
