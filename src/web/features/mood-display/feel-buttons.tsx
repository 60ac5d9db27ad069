/** "I feel ...": the seven moods, one tap each. Says the mood where none was sensed, corrects the sensed one otherwise. */
import type { ReactNode } from "react";
import type { Emotion } from "../../../core/affect/emotion.ts";
import { MoodDot } from "../../design/mood-dot.tsx";
import { useMoodStore } from "../../mood-store.ts";
import { moodWord, SHOWN_EMOTIONS } from "./emotion-order.ts";
import styles from "./feel-buttons.module.css";

/** Whether a tap now puts a sensed mood right. */
function correctsSensing(): boolean {
  const { source, sensed, mood } = useMoodStore.getState();
  return sensed !== null || (mood !== null && (source === "camera" || source === "photo" || source === "correction"));
}

function choose(emotion: Emotion): void {
  useMoodStore.getState().chooseMood({ emotion }, correctsSensing() ? "correction" : "button");
}

/** A group of toggle buttons; the chosen one is pressed while the choice is in force. */
export function FeelButtons(): ReactNode {
  const chosen = useMoodStore(({ choice }) => (choice?.source === "photo" ? null : (choice?.mood.emotion ?? null)));
  const sensed = useMoodStore(({ mood, source }) => mood !== null && (source === "camera" || source === "photo"));
  return (
    <fieldset className={styles.feel}>
      <legend className={styles.heading}>{sensed ? "Not quite? I feel …" : "I feel …"}</legend>
      <div className={styles.row}>
        {SHOWN_EMOTIONS.map((emotion) => (
          <button
            key={emotion}
            type="button"
            className={styles.mood}
            data-mood={emotion}
            aria-pressed={chosen === emotion}
            onClick={() => choose(emotion)}
          >
            <MoodDot emotion={emotion} />
            {moodWord(emotion)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
