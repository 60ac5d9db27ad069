/** Live music at the foot of the page, on the screens that do not show it large. */
import { AudioLines } from "lucide-react";
import type { ReactNode } from "react";
import { nearestEmotion } from "../../../core/affect/mood-words.ts";
import { useLive } from "../../composing/page-composing.ts";
import { classNames } from "../../design/class-names.ts";
import { LiveTransport } from "./live-controls.tsx";
import styles from "./live-dock.module.css";
import { liveSentence } from "./live-panel.tsx";

/** Whether live music is in front: playing, or paused and able to go on. */
export function useIsLive(): boolean {
  return useLive(({ status }) => status !== "idle");
}

export function LiveDock({ className }: { className?: string | undefined }): ReactNode {
  const status = useLive((state) => state.status);
  const mood = useLive((state) => state.mood);
  const target = useLive((state) => state.target);
  const emotion = target === null ? "neutral" : (target.emotion ?? nearestEmotion(target));
  return (
    <section className={classNames(styles.dock, className)} aria-label="Player" data-mood={emotion}>
      <span className={styles.mark} aria-hidden="true">
        <AudioLines size={24} />
      </span>
      <span className={styles.words}>
        <span className={styles.title}>Composed for you, live</span>
        <span className={styles.sentence}>{liveSentence({ status, mood, target })}</span>
      </span>
      <LiveTransport compact />
    </section>
  );
}
