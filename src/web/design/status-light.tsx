/** The light that says whether a sense is on, with its words: filled when on, an empty ring when off. */
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./status-light.module.css";

/** `children` are the words, e.g. "Camera on". */
export function StatusLight({ on, children }: { on: boolean; children: ReactNode }): ReactNode {
  return (
    <span className={styles.light}>
      <span className={classNames(styles.bulb, on && styles.on)} aria-hidden="true" />
      {children}
    </span>
  );
}
