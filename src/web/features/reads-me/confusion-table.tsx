/** The confusion matrix as a table that is a heat map too: rows are what a face shows, columns what is read. */
import type { ReactNode } from "react";
import { describeMood } from "../../../core/affect/mood-words.ts";
import { classNames } from "../../design/class-names.ts";
import { SHOWN_EMOTIONS } from "../mood-display/emotion-order.ts";
import styles from "./confusion-table.module.css";
import { ofHundred } from "./confusion-words.ts";
import type { Confusion } from "./model-facts.ts";

/** Numbers of 100; the shade repeats the number, and an edge marks where shown and read agree. */
export function ConfusionTable({ confusion }: { confusion: Confusion }): ReactNode {
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>
        Of 100 faces that show the emotion of the row, how many are read as that of the column. Framed: read right.
      </caption>
      <thead>
        <tr>
          <td className={styles.corner}>
            <span className={styles.read}>read as</span>
            <span>shown</span>
          </td>
          {SHOWN_EMOTIONS.map((read) => (
            <th key={read} scope="col" className={styles.column}>
              <span>{describeMood(read)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {SHOWN_EMOTIONS.map((shown) => {
          const row = ofHundred(confusion[shown]);
          return (
            <tr key={shown}>
              <th scope="row" className={styles.row}>
                {describeMood(shown)}
              </th>
              {SHOWN_EMOTIONS.map((read) => (
                <td
                  key={read}
                  className={classNames(styles.cell, read === shown && styles.right)}
                  style={{ "--heat": `${row[read]}` }}
                >
                  {row[read]}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
