/** One song of the library: play it, play it next, like it; or why it cannot be played. */
import { useQueryClient } from "@tanstack/react-query";
import { FileX2, Heart, ListStart } from "lucide-react";
import type { ReactNode } from "react";
import type { Track } from "../../../contracts/tracks.ts";
import { IconButton } from "../../design/button.tsx";
import { classNames } from "../../design/class-names.ts";
import { notify } from "../../design/notices-store.ts";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { playerStore, usePlayerStore } from "../../playback/player-store.ts";
import { clockText } from "../../playback/time-text.ts";
import { toggleLike } from "../../playback/track-feedback.ts";
import { CoverArt } from "../player/cover-art.tsx";
import { TRACKS_KEY } from "./library-queries.ts";
import { factsOf } from "./track-facts.ts";
import styles from "./track-row.module.css";

export function TrackRow({ track }: { track: Track }): ReactNode {
  const isCurrent = usePlayerStore((state) => state.current?.track.id === track.id);
  const facts = factsOf(track).join(" · ") || (track.problem === null ? "not analysed yet" : "");
  return (
    <li className={classNames(styles.row, isCurrent && styles.current)} aria-current={isCurrent || undefined}>
      <button type="button" className={styles.play} onClick={() => playerStore.getState().playTrack(track)}>
        <CoverArt track={track} size="small" />
        <span className={styles.words}>
          <VisuallyHidden>Play: </VisuallyHidden>
          <span className={styles.title}>{track.title}</span>
          <span className={styles.sub}>
            {[track.artist, track.album, track.genre].filter(Boolean).join(" · ") || "Unknown artist"}
          </span>
          {facts === "" ? null : <span className={styles.facts}>{facts}</span>}
          {track.problem === null ? null : <span className={styles.problem}>{track.problem.message}</span>}
        </span>
      </button>
      <p className={styles.facts}>{facts}</p>
      <span className={styles.time}>{clockText(track.durationMs)}</span>
      <TrackButtons track={track} />
    </li>
  );
}

function TrackButtons({ track }: { track: Track }): ReactNode {
  const client = useQueryClient();
  const playNext = (): void => {
    playerStore.getState().playNext(track);
    notify({ text: `“${track.title}” comes next.` });
  };
  const like = async (): Promise<void> => {
    await toggleLike({ track, origin: null });
    await client.invalidateQueries({ queryKey: TRACKS_KEY });
  };
  return (
    <div className={styles.buttons}>
      <IconButton
        variant="quiet"
        size="small"
        label={`Like ${track.title}`}
        pressed={track.liked}
        icon={<Heart size={17} aria-hidden="true" />}
        onClick={() => void like()}
      />
      <IconButton
        variant="quiet"
        size="small"
        label={`Play ${track.title} next`}
        icon={<ListStart size={18} aria-hidden="true" />}
        onClick={playNext}
      />
    </div>
  );
}

/** A file that could not be read, with its place in the folder and the reason. */
export function ProblemRow({ track }: { track: Track }): ReactNode {
  return (
    <li className={classNames(styles.row, styles.file)}>
      <FileX2 size={24} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.path}>{track.path}</p>
        <p className={styles.problem}>{track.problem?.message}</p>
      </div>
    </li>
  );
}
