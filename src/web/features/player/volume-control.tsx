/** How loud, and silence at one press. */
import { Volume1, Volume2, VolumeX } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../../design/button.tsx";
import { Slider } from "../../design/slider.tsx";
import { playerStore, usePlayerStore } from "../../playback/player-store.ts";
import styles from "./volume-control.module.css";

export function VolumeControl(): ReactNode {
  const volume = usePlayerStore((state) => state.volume);
  const muted = usePlayerStore((state) => state.muted);
  const { setVolume, toggleMute } = playerStore.getState();
  const percent = Math.round(volume * 100);
  const silent = muted || volume === 0;
  const Icon = silent ? VolumeX : volume < 0.5 ? Volume1 : Volume2;
  return (
    <div className={styles.volume}>
      <IconButton
        variant="quiet"
        label={muted ? "Sound on" : "Mute"}
        icon={<Icon size={20} aria-hidden="true" />}
        onClick={toggleMute}
      />
      <Slider
        label="Volume"
        value={muted ? 0 : percent}
        max={100}
        step={5}
        valueText={silent ? "muted" : `${percent} percent`}
        onChange={(value) => setVolume(value / 100)}
      />
    </div>
  );
}
