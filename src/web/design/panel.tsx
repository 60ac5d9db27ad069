/** The surfaces that group things: raised by default, sunk for wells. */
import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import styles from "./panel.module.css";

export interface PanelProps {
  /** Heading; the panel becomes a labelled region. */
  title?: ReactNode;
  /** Heading level, default 2. */
  level?: 2 | 3;
  /** Controls at the right of the heading. */
  actions?: ReactNode;
  /** A well pressed into the page instead of a raised sheet. */
  sunk?: boolean;
  className?: string | undefined;
  /** Name for screen readers where there is no title. */
  label?: string;
  children: ReactNode;
}

/** A section on its own soft surface. */
export function Panel({ title, level = 2, actions, sunk, className, label, children }: PanelProps): ReactNode {
  const headingId = useId();
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section
      className={classNames(styles.panel, sunk && styles.sunk, className)}
      aria-labelledby={title === undefined ? undefined : headingId}
      aria-label={title === undefined ? label : undefined}
    >
      {title === undefined && actions === undefined ? null : (
        <div className={styles.head}>
          {title === undefined ? null : (
            <Heading id={headingId} className={styles.title}>
              {title}
            </Heading>
          )}
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
