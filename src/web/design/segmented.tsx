/** One choice out of a few, side by side. */
import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import styles from "./segmented.module.css";
import { VisuallyHidden } from "./visually-hidden.tsx";

export interface SegmentedOption<Value extends string> {
  value: Value;
  label: string;
  /** 16 to 18 px, decorative. */
  icon?: ReactNode;
  disabled?: boolean;
}

export interface SegmentedProps<Value extends string> {
  /** What is being chosen; spoken, not shown. */
  label: string;
  value: Value | null;
  options: readonly SegmentedOption<Value>[];
  onChange: (value: Value) => void;
  /** Fill the width that is there. */
  wide?: boolean;
}

/** A radio group drawn as a row of segments. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>): ReactNode {
  const name = useId();
  return (
    <fieldset className={classNames(styles.group, props.wide && styles.wide)}>
      <legend>
        <VisuallyHidden>{props.label}</VisuallyHidden>
      </legend>
      {props.options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === props.value}
            disabled={option.disabled}
            onChange={() => props.onChange(option.value)}
          />
          <span className={styles.face}>
            {option.icon}
            {option.label}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
