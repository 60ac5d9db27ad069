/** How far something has come; without a share it only says that work goes on. */
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./progress-bar.module.css";

export interface ProgressBarProps {
  /** Spoken name. */
  label: string;
  /** 0..1, or null while unknown. */
  share: number | null;
  /** The value in words. */
  valueText?: string | undefined;
  className?: string | undefined;
}

/** A filled groove over the browser's own progress element. */
export function ProgressBar({ label, share, valueText, className }: ProgressBarProps): ReactNode {
  return (
    <progress
      className={classNames(styles.bar, className)}
      aria-label={label}
      aria-valuetext={valueText}
      max={1}
      value={share === null ? undefined : Math.min(1, Math.max(0, share))}
    />
  );
}
