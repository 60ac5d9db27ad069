/** One song of a playlist that is edited: hear it, carry it by its grip, move it by buttons, take it out. */
import { ArrowDown, ArrowUp, GripVertical, X } from "lucide-react";
import type { PointerEvent, ReactNode } from "react";
import { IconButton } from "../../design/button.tsx";
import { classNames } from "../../design/class-names.ts";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { usePlayerStore } from "../../playback/player-store.ts";
import { clockText } from "../../playback/time-text.ts";
import type { EditedSong } from "./edited-list.ts";
import styles from "./playlist-song.module.css";

export interface PlaylistSongProps {
  song: EditedSong;
  place: number;
  isLast: boolean;
  carried: boolean;
  onPlay: () => void;
  onTake: (event: PointerEvent<HTMLElement>) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

export function PlaylistSong(props: PlaylistSongProps): ReactNode {
  const { song, place, isLast, carried, onPlay, onTake, onMove, onRemove } = props;
  const { id, title, artist, durationMs } = song.track;
  const isCurrent = usePlayerStore((state) => state.current?.track.id === id);
  return (
    <li
      className={classNames(styles.row, carried && styles.carried, isCurrent && styles.current)}
      data-place={place}
      aria-current={isCurrent || undefined}
    >
      <span className={styles.grip} onPointerDown={onTake} aria-hidden="true" data-testid="grip">
        <GripVertical size={18} />
      </span>
      <button type="button" className={styles.play} onClick={onPlay}>
        <VisuallyHidden>Play from here: </VisuallyHidden>
        <span className={styles.title}>{title}</span>
        <span className={styles.artist}>{artist ?? "Unknown artist"}</span>
      </button>
      <span className={styles.time}>{clockText(durationMs)}</span>
      <div className={styles.buttons}>
        <IconButton
          variant="quiet"
          size="small"
          label={`Move ${title} up`}
          disabled={place === 0}
          icon={<ArrowUp size={16} aria-hidden="true" />}
          onClick={() => onMove(place - 1)}
        />
        <IconButton
          variant="quiet"
          size="small"
          label={`Move ${title} down`}
          disabled={isLast}
          icon={<ArrowDown size={16} aria-hidden="true" />}
          onClick={() => onMove(place + 1)}
        />
        <IconButton
          variant="quiet"
          size="small"
          label={`Take ${title} out`}
          icon={<X size={16} aria-hidden="true" />}
          onClick={onRemove}
        />
      </div>
    </li>
  );
}
