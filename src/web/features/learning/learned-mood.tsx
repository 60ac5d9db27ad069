/** What was learned in one mood: artists and cues, each with how sure it is, and a button that has it forgotten. */
import { Minus, Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Learning } from "../../../contracts/learning.ts";
import { IconButton } from "../../design/button.tsx";
import styles from "./learning-panel.module.css";
import type { ForgetTarget } from "./learning-queries.ts";

type Mood = Learning["moods"][number];

const SURENESS = { low: "a first hint", medium: "fairly sure", high: "sure" } as const;

export interface LearnedMoodProps {
  mood: Mood;
  busy: boolean;
  onForget: (target: ForgetTarget) => void;
}

export function LearnedMood({ mood, busy, onForget }: LearnedMoodProps): ReactNode {
  const lessons = [
    ...mood.cues.map(({ cue, text, confidence }) => ({
      target: { subject: "cue", name: cue } as const,
      isGood: true,
      text,
      confidence,
    })),
    ...mood.artists.map(({ artist, text, move, confidence }) => ({
      target: { subject: "artist", name: artist } as const,
      isGood: move < 0,
      text,
      confidence,
    })),
  ];
  return (
    <section className={styles.mood}>
      <h3 className={styles.name}>
        When {mood.mood}
        <span className={styles.count}>
          {mood.observations === 1 ? "1 play or word" : `${mood.observations} plays and words`}
        </span>
      </h3>
      {lessons.length === 0 ? (
        <p className={styles.soft}>Nothing clear yet.</p>
      ) : (
        <ul className={styles.lessons}>
          {lessons.map(({ target, isGood, text, confidence }) => (
            <li key={`${target.subject} ${target.name}`} className={styles.lesson}>
              <span className={isGood ? styles.good : styles.bad}>
                {isGood ? <Plus size={16} aria-label="Comes sooner" /> : <Minus size={16} aria-label="Comes later" />}
              </span>
              <span className={styles.text}>
                {text}
                <span className={styles.sure}>{SURENESS[confidence]}</span>
              </span>
              <IconButton
                variant="quiet"
                label={`Forget: ${text}`}
                icon={<X size={16} aria-hidden="true" />}
                disabled={busy}
                onClick={() => onForget(target)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
