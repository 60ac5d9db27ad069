/** Where the song is, and the way to another place in it; while the knob is held, the music stays where it was. */
import { type ReactNode, useState } from "react";
import { Slider } from "../../design/slider.tsx";
import { usePlayerStore } from "../../playback/player-store.ts";
import { clockText, spokenTime } from "../../playback/time-text.ts";
import styles from "./seek-bar.module.css";

/** Disabled while nothing plays or the length is unknown. */
export function SeekBar(): ReactNode {
  const positionMs = usePlayerStore((state) => state.positionMs);
  const durationMs = usePlayerStore((state) => state.durationMs);
  const none = usePlayerStore((state) => state.current === null);
  const seek = usePlayerStore((state) => state.seek);
  const [heldMs, setHeldMs] = useState<number | null>(null);
  const shownMs = heldMs ?? positionMs;
  const commit = (): void => {
    if (heldMs !== null) seek(heldMs);
    setHeldMs(null);
  };
  return (
    <div className={styles.seek}>
      <span className={styles.time} aria-hidden="true">
        {clockText(none ? null : shownMs)}
      </span>
      <Slider
        label="Position in the song"
        value={Math.min(shownMs, durationMs ?? 0)}
        max={durationMs ?? 0}
        step={1000}
        valueText={`${spokenTime(shownMs)} of ${spokenTime(durationMs)}`}
        disabled={none || durationMs === null}
        onChange={setHeldMs}
        onCommit={commit}
      />
      <span className={styles.time} aria-hidden="true">
        {clockText(durationMs)}
      </span>
    </div>
  );
}
