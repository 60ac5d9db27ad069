/** A song of Spotify: its art whole, its names as Spotify gives them, the way back; or why it cannot be played. */
import { ListPlus } from "lucide-react";
import type { ReactNode } from "react";
import type { SpotifyTrack } from "../../../contracts/spotify.ts";
import { IconButton } from "../../design/button.tsx";
import { classNames } from "../../design/class-names.ts";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { clockText } from "../../playback/time-text.ts";
import { OutsideArt } from "../../services/outside-art.tsx";
import { SpotifyLink } from "./spotify-link.tsx";
import styles from "./track-row.module.css";

const RESTRICTED = {
  market: "Not offered in your country",
  product: "Not offered with your kind of account",
  explicit: "Your account hides explicit songs",
  other: "Spotify does not let it be played here",
} as const;

export interface SpotifyTrackRowProps {
  track: SpotifyTrack;
  /** Where it comes from, such as the playlist's name. */
  origin: string | null;
  current: boolean;
  onPlay: () => void;
  onEnqueue: () => void;
}

export function SpotifyTrackRow({ track, origin, current, onPlay, onEnqueue }: SpotifyTrackRowProps): ReactNode {
  const artists = track.artists.map(({ name }) => name).join(", ");
  const barred = track.restriction === null ? null : RESTRICTED[track.restriction];
  const words = (
    <>
      <OutsideArt src={track.artUrl} size="small" />
      <span className={styles.words}>
        {barred === null ? <VisuallyHidden>Play: </VisuallyHidden> : null}
        <span className={styles.title}>{track.title}</span>
        <span className={styles.sub}>
          {track.explicit ? <span className={styles.explicit}>Explicit</span> : null}
          {[artists, track.album?.name].filter(Boolean).join(" · ")}
        </span>
        {barred === null ? null : <span className={styles.barred}>{barred}</span>}
        {origin === null ? null : <span className={styles.sub}>{origin}</span>}
      </span>
    </>
  );
  return (
    <li className={classNames(styles.row, current && styles.current)} aria-current={current || undefined}>
      {barred === null ? (
        <button type="button" className={styles.play} onClick={onPlay}>
          {words}
        </button>
      ) : (
        <div className={styles.play}>{words}</div>
      )}
      <span className={styles.time}>{clockText(track.durationMs)}</span>
      <span className={styles.buttons}>
        {barred === null ? (
          <IconButton
            variant="quiet"
            size="small"
            label={`Queue ${track.title} at Spotify`}
            icon={<ListPlus size={18} aria-hidden="true" />}
            onClick={onEnqueue}
          />
        ) : null}
        <SpotifyLink href={track.url} what={track.title}>
          Spotify
        </SpotifyLink>
      </span>
    </li>
  );
}
