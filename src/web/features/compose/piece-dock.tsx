/** The piece from the desk at the foot of the page, while it is heard on another screen. */
import { Music4, Pause, Play } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { piecePlayer, usePiecePlayer } from "../../composing/page-composing.ts";
import { IconButton } from "../../design/button.tsx";
import { clockText } from "../../playback/time-text.ts";
import { SCREEN_PATHS } from "../shell/screens.ts";
import styles from "./live-dock.module.css";
import { useDraft } from "./page-draft.ts";

/** Whether a piece from the desk is heard, or was paused and can go on. */
export function useIsPieceInFront(): boolean {
  return usePiecePlayer(({ status }) => status === "playing" || status === "loading" || status === "paused");
}

export function PieceDock(): ReactNode {
  const name = useDraft((state) => state.draft?.name ?? "A piece");
  const status = usePiecePlayer((state) => state.status);
  const positionMs = usePiecePlayer((state) => state.positionMs);
  const durationMs = usePiecePlayer((state) => state.durationMs);
  const sounds = status === "playing" || status === "loading";
  const Icon = sounds ? Pause : Play;
  return (
    <section className={styles.dock} aria-label="Player">
      <span className={styles.mark} aria-hidden="true">
        <Music4 size={24} />
      </span>
      <span className={styles.words}>
        <span className={styles.title}>{name}</span>
        <span className={styles.sentence}>
          {clockText(positionMs)} of {clockText(durationMs)} · <Link href={SCREEN_PATHS.compose}>Compose</Link>
        </span>
      </span>
      <IconButton
        variant="primary"
        label={sounds ? "Pause the piece" : "Play the piece"}
        icon={<Icon size={22} fill="currentColor" aria-hidden="true" />}
        onClick={piecePlayer.store.getState().toggle}
      />
    </section>
  );
}
