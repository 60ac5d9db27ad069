/** The words at the four sides of a plane that is pressed or dragged on; the plane itself takes the middle cell. */
import type { ReactNode } from "react";
import { classNames } from "../../design/class-names.ts";
import styles from "./plane-frame.module.css";

/** Decoration: what the axes mean is said by the labels of the controls. The widest side is `--side`, 24rem unless set. */
export function PlaneFrame({
  children,
  className,
}: {
  children: ReactNode;
  className?: string | undefined;
}): ReactNode {
  return (
    <div className={classNames(styles.frame, className)}>
      <span className={styles.up} aria-hidden="true">
        lively
      </span>
      <span className={styles.left} aria-hidden="true">
        unpleasant
      </span>
      {children}
      <span className={styles.right} aria-hidden="true">
        pleasant
      </span>
      <span className={styles.down} aria-hidden="true">
        quiet
      </span>
    </div>
  );
}
