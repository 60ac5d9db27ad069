/** What one can say about the song that plays. */
import { Ban, Frown, Heart, Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../design/button.tsx";
import type { QueueEntry } from "../../playback/queue.ts";
import { askForMoreLike, sayNotThis, sayWrongMood, toggleLike } from "../../playback/track-feedback.ts";
import styles from "./feedback-bar.module.css";

export function FeedbackBar({ entry }: { entry: QueueEntry }): ReactNode {
  const { liked } = entry.track;
  return (
    <fieldset className={styles.bar} aria-label="Say something about this song">
      <Button
        size="small"
        icon={<Heart size={16} aria-hidden="true" />}
        aria-pressed={liked}
        onClick={() => void toggleLike(entry)}
      >
        {liked ? "Liked" : "Like"}
      </Button>
      <Button size="small" icon={<Sparkles size={16} aria-hidden="true" />} onClick={() => void askForMoreLike(entry)}>
        More like this
      </Button>
      <Button size="small" icon={<Frown size={16} aria-hidden="true" />} onClick={() => void sayWrongMood(entry)}>
        Wrong mood
      </Button>
      <Button size="small" icon={<Ban size={16} aria-hidden="true" />} onClick={() => void sayNotThis(entry)}>
        Not this
      </Button>
    </fieldset>
  );
}
