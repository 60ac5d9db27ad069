/** The mood that a service's list follows, and the way to say another; the camera stays on the mood screen and goes on there. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import { MoodDot } from "../../design/mood-dot.tsx";
import { Panel } from "../../design/panel.tsx";
import { useMoodStore } from "../../mood-store.ts";
import { moodWord } from "../mood-display/emotion-order.ts";
import { FeelButtons } from "../mood-display/feel-buttons.tsx";
import { SCREEN_PATHS } from "../shell/screens.ts";
import { useFollowedEmotion } from "./followed-emotion.ts";
import styles from "./mood-strip.module.css";

/** `service` is whose list follows. */
export function MoodStrip({ service }: { service: string }): ReactNode {
  const emotion = useFollowedEmotion();
  const live = useMoodStore((state) => state.state === "live");
  return (
    <Panel label="Your mood">
      <p className={styles.mood} data-mood={emotion ?? undefined} data-testid="followed-mood">
        <MoodDot emotion={emotion} />
        {emotion === null ? "No mood yet" : moodWord(emotion)}
        <span className={styles.soft}>
          {emotion === null
            ? `Say how you feel, or let the camera look; ${service} follows.`
            : live
              ? `The camera looks, and ${service} follows slowly.`
              : `${service} follows it.`}
        </span>
      </p>
      <FeelButtons />
      <p className={styles.soft}>
        <Link href={SCREEN_PATHS.home}>Camera, photo and mood pad</Link>
      </p>
    </Panel>
  );
}
