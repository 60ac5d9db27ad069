/** A spot of a mood's colour; the word for the mood always stands beside it. */
import type { ReactNode } from "react";
import type { Emotion } from "../../core/affect/emotion.ts";
import styles from "./mood-dot.module.css";

/** Null (unsure) takes the neutral colour. */
export function MoodDot({ emotion }: { emotion: Emotion | null }): ReactNode {
  return <span className={styles.dot} data-mood={emotion ?? "neutral"} aria-hidden="true" />;
}
