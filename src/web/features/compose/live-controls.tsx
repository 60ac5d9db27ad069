/** Live music's buttons, and why it does not sound. */
import { Pause, Play, SkipForward, Square } from "lucide-react";
import type { ReactNode } from "react";
import { composingProblem } from "../../composing/composing-problem.ts";
import { live, useLive } from "../../composing/page-composing.ts";
import { Banner } from "../../design/banner.tsx";
import { Button, IconButton } from "../../design/button.tsx";
import { classNames } from "../../design/class-names.ts";
import styles from "./live-controls.module.css";

/** `compact` for the dock. */
export function LiveTransport({ compact = false }: { compact?: boolean }): ReactNode {
  const status = useLive((state) => state.status);
  const { toggle, another, end } = live.store.getState();
  const sounds = status === "playing" || status === "loading";
  const Icon = sounds ? Pause : Play;
  const side = compact ? 20 : 22;
  return (
    <div className={classNames(styles.transport, compact && styles.compact)}>
      <IconButton
        label="Stop composing"
        variant={compact ? "quiet" : "soft"}
        icon={<Square size={side} aria-hidden="true" />}
        onClick={end}
      />
      <IconButton
        label={sounds ? "Pause" : "Play"}
        variant="primary"
        size={compact ? "medium" : "large"}
        icon={<Icon size={compact ? 22 : 30} fill="currentColor" aria-hidden="true" />}
        onClick={toggle}
      />
      <IconButton
        label="Another tune"
        variant={compact ? "quiet" : "soft"}
        icon={<SkipForward size={side} aria-hidden="true" />}
        onClick={another}
      />
    </div>
  );
}

/** Nothing while all is well. */
export function LiveTrouble(): ReactNode {
  const status = useLive((state) => state.status);
  const problem = useLive((state) => state.problem);
  const { play, end } = live.store.getState();
  if (status === "blocked") {
    return (
      <Banner
        title="The browser holds the sound back"
        actions={
          <Button variant="primary" icon={<Play size={18} fill="currentColor" aria-hidden="true" />} onClick={play}>
            Tap to play
          </Button>
        }
      >
        <p>It wants a press of yours before a page may sound.</p>
      </Banner>
    );
  }
  if (status !== "failed") return null;
  return (
    <Banner
      tone="error"
      title="Nothing can be composed now"
      actions={
        <>
          <Button onClick={play}>Try again</Button>
          <Button variant="quiet" onClick={end}>
            Close
          </Button>
        </>
      }
    >
      <p>{composingProblem(problem)}</p>
    </Banner>
  );
}
