/** A song of Apple Music: its art whole, its names, the way to it, and "Preview" wherever only a part can be heard. */
import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import type { AppleMusicSong } from "../../../contracts/apple-music.ts";
import { classNames } from "../../design/class-names.ts";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { clockText } from "../../playback/time-text.ts";
import { OutsideArt } from "../../services/outside-art.tsx";
import styles from "./song-row.module.css";

export interface SongRowProps {
  song: AppleMusicSong;
  /** Why it is here, in one line. */
  reason: string | null;
  current: boolean;
  onPlay: () => void;
}

export function SongRow({ song, reason, current, onPlay }: SongRowProps): ReactNode {
  const words = (
    <>
      <OutsideArt src={song.artwork?.url ?? null} size="small" />
      <span className={styles.words}>
        {song.playback === "none" ? null : (
          <VisuallyHidden>{song.playback === "preview" ? "Play a preview of: " : "Play: "}</VisuallyHidden>
        )}
        <span className={styles.title}>{song.title}</span>
        <span className={styles.sub}>
          {song.playback === "preview" ? <span className={styles.preview}>Preview</span> : null}
          {[song.artist, song.album].filter(Boolean).join(" · ")}
        </span>
        {song.playback === "none" ? <span className={styles.barred}>Apple does not let it be played here</span> : null}
        {reason === null ? null : <span className={styles.sub}>{reason}</span>}
      </span>
    </>
  );
  return (
    <li className={classNames(styles.row, current && styles.current)} aria-current={current || undefined}>
      {song.playback === "none" ? (
        <div className={styles.play}>{words}</div>
      ) : (
        <button type="button" className={styles.play} onClick={onPlay}>
          {words}
        </button>
      )}
      <span className={styles.side}>
        <span className={styles.time}>{clockText(song.durationMs)}</span>
        {song.url === null ? null : (
          <a className={styles.link} href={song.url} target="_blank" rel="noreferrer noopener">
            Apple Music
            <VisuallyHidden>: {song.title}</VisuallyHidden>
            <ExternalLink size={14} aria-hidden="true" />
          </a>
        )}
      </span>
    </li>
  );
}
