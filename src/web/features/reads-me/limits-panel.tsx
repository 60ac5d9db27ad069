/** What the reading of a face cannot do, whom it may fail, and what it must not be used for. */
import { Ban } from "lucide-react";
import type { ReactNode } from "react";
import { Panel } from "../../design/panel.tsx";
import styles from "./limits-panel.module.css";

const FORBIDDEN = [
  ["Hiring, or judging people at work", "nobody's job may hang on a guess at an expression."],
  ["Schools and exams", "it does not see attention, honesty or understanding."],
  ["Police, borders, courts, insurance, credit", "a face is no evidence of intent."],
  ["Health", "it is no test for depression, pain, autism or anything else."],
  ["Reading people who have not agreed", "tell everyone in view that the camera is on."],
] as const;

export function LimitsPanel(): ReactNode {
  return (
    <Panel title="What it cannot do">
      <ul className={styles.limits}>
        <li>
          It reads an expression, not a feeling. People smile out of politeness and frown at the sun; how an expression
          goes with a feeling differs between people, cultures and moments.
        </li>
        <li>
          It has learned from small grey pictures found on the web, many of them posed, with labels on which people
          themselves disagree. Faces that look otherwise, such as tired, old, very young, partly covered or lit from one
          side, may be read worse.
        </li>
        <li>
          The pictures do not say who is in them. How its errors differ by age, skin colour, sex or disability has not
          been measured, so nobody should take it to be the same for all.
        </li>
      </ul>
      <h3 className={styles.name}>What it must not be used for</h3>
      <ul className={styles.forbidden}>
        {FORBIDDEN.map(([use, why]) => (
          <li key={use}>
            <Ban size={18} aria-hidden="true" />
            <p>
              <strong>{use}:</strong> {why}
            </p>
          </li>
        ))}
      </ul>
      <p className={styles.text}>
        In the European Union, inferring people's emotions at work and in education is forbidden, but for medical or
        safety reasons (Regulation 2024/1689, Article 5). It is here to choose music, and your own word outranks it.
      </p>
    </Panel>
  );
}
