/** Text for screen readers alone. */
import type { ReactNode } from "react";
import styles from "./visually-hidden.module.css";

/** Wraps words that are spoken but not seen. */
export function VisuallyHidden({ children }: { children: ReactNode }): ReactNode {
  return <span className={styles.hidden}>{children}</span>;
}
