/** A horizontal slider over the browser's own range input, so keys and touch work as everywhere. */
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./slider.module.css";

export interface SliderProps {
  /** Spoken name. */
  label: string;
  value: number;
  /** Default 0. */
  min?: number;
  max: number;
  /** Default 1. */
  step?: number;
  /** The value in words, e.g. "1:05 of 3:20". */
  valueText?: string;
  disabled?: boolean;
  className?: string | undefined;
  /** Called on every move. */
  onChange: (value: number) => void;
  /** Called when the knob is let go, or a key is up. */
  onCommit?: () => void;
}

/** Emits numbers in `min`..`max`. */
export function Slider(props: SliderProps): ReactNode {
  const { min = 0, max, step = 1, value } = props;
  const share = max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0;
  return (
    <input
      type="range"
      className={classNames(styles.slider, props.className)}
      style={{ "--filled": `${(share * 100).toFixed(2)}%` }}
      aria-label={props.label}
      aria-valuetext={props.valueText}
      min={min}
      max={max}
      step={step}
      value={value}
      disabled={props.disabled}
      onChange={(event) => props.onChange(event.currentTarget.valueAsNumber)}
      onPointerUp={props.onCommit}
      onKeyUp={props.onCommit}
      onBlur={props.onCommit}
    />
  );
}
