/** Previous, play or pause, next. */
import { Pause, Play, SkipBack, SkipForward } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../../design/button.tsx";
import { classNames } from "../../design/class-names.ts";
import { playerStore, usePlayerStore } from "../../playback/player-store.ts";
import styles from "./transport.module.css";

/** `compact` for the dock. */
export function Transport({ compact = false }: { compact?: boolean }): ReactNode {
  const playing = usePlayerStore((state) => state.playing);
  const none = usePlayerStore((state) => state.current === null);
  const { toggle, next, previous } = playerStore.getState();
  const iconSize = compact ? 20 : 22;
  const playSize = compact ? 22 : 30;
  const PlayIcon = playing ? Pause : Play;
  return (
    <div className={classNames(styles.transport, compact && styles.compact)}>
      <IconButton
        label="Previous song"
        variant={compact ? "quiet" : "soft"}
        icon={<SkipBack size={iconSize} aria-hidden="true" />}
        disabled={none}
        onClick={previous}
      />
      <IconButton
        label={playing ? "Pause" : "Play"}
        variant="primary"
        size={compact ? "medium" : "large"}
        icon={<PlayIcon size={playSize} fill="currentColor" aria-hidden="true" />}
        disabled={none}
        onClick={toggle}
      />
      <IconButton
        label="Next song"
        variant={compact ? "quiet" : "soft"}
        icon={<SkipForward size={iconSize} aria-hidden="true" />}
        disabled={none}
        onClick={next}
      />
    </div>
  );
}
