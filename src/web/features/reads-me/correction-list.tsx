/** A correction as a list of sentences. */
import type { ReactNode } from "react";
import type { PersonalCalibration } from "../../../core/affect/personal-calibration.ts";
import styles from "./calibration-panel.module.css";
import { correctionWords } from "./correction-words.ts";

export function CorrectionList({ calibration }: { calibration: PersonalCalibration }): ReactNode {
  return (
    <section className={styles.part}>
      <h3 className={styles.name}>What it changes</h3>
      <ul className={styles.sentences}>
        {correctionWords(calibration).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
