/** Play, pause and position of the piece on the desk; and why it does not sound. */
import { Pause, Play, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { composingProblem } from "../../composing/composing-problem.ts";
import { piecePlayer, usePiecePlayer } from "../../composing/page-composing.ts";
import { Banner } from "../../design/banner.tsx";
import { Button, IconButton } from "../../design/button.tsx";
import { Slider } from "../../design/slider.tsx";
import { clockText, spokenTime } from "../../playback/time-text.ts";
import styles from "./piece-transport.module.css";

export function PieceTransport(): ReactNode {
  const status = usePiecePlayer((state) => state.status);
  const positionMs = usePiecePlayer((state) => state.positionMs);
  const durationMs = usePiecePlayer((state) => state.durationMs);
  const problem = usePiecePlayer((state) => state.problem);
  const { toggle, seek, play } = piecePlayer.store.getState();
  const playing = status === "playing" || status === "loading";
  const Icon = playing ? Pause : Play;
  return (
    <>
      {status === "failed" ? (
        <Banner tone="error" title="The piece cannot be heard">
          <p>{composingProblem(problem)}</p>
        </Banner>
      ) : null}
      {status === "blocked" ? (
        <Button variant="primary" icon={<Play size={18} fill="currentColor" aria-hidden="true" />} onClick={play}>
          Tap to play
        </Button>
      ) : null}
      <div className={styles.transport}>
        <IconButton
          variant="quiet"
          label="From the start"
          icon={<RotateCcw size={20} aria-hidden="true" />}
          onClick={() => seek(0)}
        />
        <IconButton
          variant="primary"
          label={playing ? "Pause the piece" : "Play the piece"}
          busy={status === "loading"}
          icon={<Icon size={24} fill="currentColor" aria-hidden="true" />}
          onClick={toggle}
        />
        <span className={styles.time}>{clockText(positionMs)}</span>
        <Slider
          label="Position in the piece"
          value={Math.round(positionMs / 1000)}
          max={Math.max(1, Math.ceil(durationMs / 1000))}
          valueText={`${spokenTime(positionMs)} of ${spokenTime(durationMs)}`}
          onChange={(seconds) => seek(seconds * 1000)}
        />
        <span className={styles.time}>{clockText(durationMs)}</span>
      </div>
    </>
  );
}
