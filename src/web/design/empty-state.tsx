/** What is said where there is nothing yet, and what to do about it. */
import type { ReactNode } from "react";
import styles from "./empty-state.module.css";

export interface EmptyStateProps {
  /** 28 to 32 px, decorative. */
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** An icon in a well, a line, a sentence and perhaps a button. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps): ReactNode {
  return (
    <div className={styles.empty}>
      <div className={styles.bowl} aria-hidden="true">
        {icon}
      </div>
      <p className={styles.title}>{title}</p>
      {children === undefined ? null : <div className={styles.words}>{children}</div>}
      {action}
    </div>
  );
}
