/** A switch that is on or off at once, over the browser's own checkbox. */
import { type ReactNode, useId } from "react";
import styles from "./switch.module.css";

export interface SwitchProps {
  label: ReactNode;
  /** What it means, beneath the label. */
  hint?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

export function Switch({ label, hint, checked, disabled, onChange }: SwitchProps): ReactNode {
  const hintId = useId();
  return (
    <label className={styles.switch}>
      <input
        type="checkbox"
        role="switch"
        className={styles.box}
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : hintId}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className={styles.words}>
        <span className={styles.label}>{label}</span>
        {hint === undefined ? null : (
          <span id={hintId} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
