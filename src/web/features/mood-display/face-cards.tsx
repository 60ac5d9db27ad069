/** The seven probabilities of every face, as labelled bars; numbered like the boxes in the picture. */
import type { ReactNode } from "react";
import type { EmotionProbabilities } from "../../../core/affect/emotion.ts";
import { describeMood } from "../../../core/affect/mood-words.ts";
import { MoodDot } from "../../design/mood-dot.tsx";
import { moodWord, percent, SHOWN_EMOTIONS } from "./emotion-order.ts";
import styles from "./face-cards.module.css";
import type { ListedFace } from "./listed-face.ts";

function Bars({ probabilities }: { probabilities: EmotionProbabilities }): ReactNode {
  return (
    <ul className={styles.bars}>
      {SHOWN_EMOTIONS.map((emotion) => (
        <li key={emotion} className={styles.bar} data-mood={emotion}>
          <span className={styles.name}>{describeMood(emotion)}</span>
          <span className={styles.groove} aria-hidden="true">
            <span className={styles.fill} style={{ "--share": probabilities[emotion].toFixed(3) }} />
          </span>
          <span className={styles.percent}>{percent(probabilities[emotion])}</span>
        </li>
      ))}
    </ul>
  );
}

/** A list of cards; empty it is nothing at all. */
export function FaceCards({ faces }: { faces: readonly ListedFace[] }): ReactNode {
  if (faces.length === 0) return null;
  return (
    <ul className={styles.cards} aria-label="Faces in view">
      {faces.map(({ number, emotion, probabilities, reason }) => (
        <li key={number} className={styles.card} data-mood={emotion ?? "neutral"}>
          <p className={styles.head}>
            <MoodDot emotion={emotion} />
            <span>Face {number}</span>
            <strong>{probabilities === null ? "Not readable" : emotion === null ? "Unsure" : moodWord(emotion)}</strong>
          </p>
          {probabilities === null ? <p className={styles.reason}>{reason}</p> : <Bars probabilities={probabilities} />}
        </li>
      ))}
    </ul>
  );
}
