/** What a correction did to the frames held out, face by face. */
import type { ReactNode } from "react";
import { describeMood } from "../../../core/affect/mood-words.ts";
import type { FaceTrial } from "../../../core/affect/personal-calibration-trial.ts";
import { MoodDot } from "../../design/mood-dot.tsx";
import { percent } from "../mood-display/emotion-order.ts";
import styles from "./before-after-table.module.css";

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Shares of frames read as what was shown; the last row is their mean, each face counting alike. */
export function BeforeAfterTable({ faces }: { faces: readonly FaceTrial[] }): ReactNode {
  if (faces.length === 0) return null;
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>
        Your frames that are read as the face you showed. Each half of a face is judged by a correction that was fitted
        to the other halves, so no frame speaks for itself.
      </caption>
      <thead>
        <tr>
          <th scope="col">Face</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
          <th scope="col">Frames</th>
        </tr>
      </thead>
      <tbody>
        {faces.map(({ emotion, before, after, frames }) => (
          <tr key={emotion}>
            <th scope="row">
              <span className={styles.face}>
                <MoodDot emotion={emotion} /> {describeMood(emotion)}
              </span>
            </th>
            <td>{percent(before)}</td>
            <td className={styles.after}>{percent(after)}</td>
            <td>{frames}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All faces alike</th>
          <td>{percent(mean(faces.map(({ before }) => before)))}</td>
          <td className={styles.after}>{percent(mean(faces.map(({ after }) => after)))}</td>
          <td>{faces.reduce((sum, { frames }) => sum + frames, 0)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
