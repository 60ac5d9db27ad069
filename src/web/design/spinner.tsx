/** A turning ring for waits of a second or more; the words beside it say what is awaited. */
import type { ReactNode } from "react";
import styles from "./spinner.module.css";

/** Hidden from screen readers: pair it with text or `aria-busy`. */
export function Spinner(): ReactNode {
  return <span className={styles.spinner} aria-hidden="true" />;
}
