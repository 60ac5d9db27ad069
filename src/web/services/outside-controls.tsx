/** The controls of a service's player: where the song is, back, play or pause, on, and how loud. Looks like our own, is apart from it. */
import { Pause, Play, SkipBack, SkipForward, Volume2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { IconButton } from "../design/button.tsx";
import { Slider } from "../design/slider.tsx";
import { clockText, spokenTime } from "../playback/time-text.ts";
import type { OutsidePlayback } from "./frame-protocol.ts";
import styles from "./outside-controls.module.css";
import { positionNow } from "./outside-player.ts";
import { useNow } from "./use-now.ts";

export interface OutsideControlsProps {
  /** Whose player, for screen readers. */
  service: string;
  playback: OutsidePlayback;
  onToggle: () => void;
  onSkip: (way: "next" | "previous") => void;
  onSeek: (positionMs: number) => void;
  /** 0..1; null where it cannot be set. */
  volume: number | null;
  onVolume: (share: number) => void;
}

export function OutsideControls(props: OutsideControlsProps): ReactNode {
  const { service, playback, onToggle, onSkip } = props;
  const PlayIcon = playback.paused ? Play : Pause;
  return (
    <div className={styles.controls}>
      <Position playback={playback} service={service} onSeek={props.onSeek} />
      <div className={styles.transport}>
        <IconButton
          label={`Previous song at ${service}`}
          icon={<SkipBack size={22} aria-hidden="true" />}
          onClick={() => onSkip("previous")}
        />
        <IconButton
          label={playback.paused ? `Play ${service}` : `Pause ${service}`}
          variant="primary"
          size="large"
          icon={<PlayIcon size={30} fill="currentColor" aria-hidden="true" />}
          onClick={onToggle}
        />
        <IconButton
          label={`Next song at ${service}`}
          icon={<SkipForward size={22} aria-hidden="true" />}
          onClick={() => onSkip("next")}
        />
      </div>
      {props.volume === null ? null : (
        <div className={styles.volume}>
          <Volume2 size={20} aria-hidden="true" />
          <Volume service={service} volume={props.volume} onVolume={props.onVolume} />
        </div>
      )}
    </div>
  );
}

function Position({ playback, service, onSeek }: Pick<OutsideControlsProps, "playback" | "service" | "onSeek">) {
  const now = useNow(playback.paused ? null : 500);
  const [heldMs, setHeldMs] = useState<number | null>(null);
  const { durationMs } = playback.track;
  const shownMs = heldMs ?? positionNow(playback, now);
  const commit = (): void => {
    if (heldMs !== null) onSeek(heldMs);
    setHeldMs(null);
  };
  return (
    <div className={styles.position}>
      <span className={styles.time} aria-hidden="true">
        {clockText(shownMs)}
      </span>
      <Slider
        label={`Position in ${service}'s song`}
        value={Math.min(shownMs, durationMs)}
        max={durationMs}
        step={1000}
        valueText={`${spokenTime(shownMs)} of ${spokenTime(durationMs)}`}
        disabled={durationMs <= 0}
        onChange={setHeldMs}
        onCommit={commit}
      />
      <span className={styles.time} aria-hidden="true">
        {clockText(durationMs)}
      </span>
    </div>
  );
}

/** Told when the knob is let go: every step on the way would be a request. */
function Volume({ service, volume, onVolume }: { service: string; volume: number; onVolume: (share: number) => void }) {
  const [held, setHeld] = useState<number | null>(null);
  const percent = held ?? Math.round(volume * 100);
  const commit = (): void => {
    if (held !== null) onVolume(held / 100);
    setHeld(null);
  };
  return (
    <Slider
      label={`Volume of ${service}`}
      value={percent}
      max={100}
      step={5}
      valueText={`${percent} percent`}
      onChange={setHeld}
      onCommit={commit}
    />
  );
}
