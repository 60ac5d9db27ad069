/** Buttons of the design: with words, and with an icon alone (whose label is spoken and shown on hover). */
import type { ButtonHTMLAttributes, ReactNode } from "react";
import styles from "./button.module.css";
import { classNames } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";

/** `primary` is filled with the mood colour: one per view. `soft` is raised, `quiet` is bare, `danger` is for what cannot be undone. */
export type ButtonVariant = "primary" | "soft" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Default `soft`. */
  variant?: ButtonVariant;
  /** Default `medium`, 44 px high. */
  size?: ButtonSize;
  /** An icon before the words, 18 to 20 px. */
  icon?: ReactNode;
  /** Shows a spinner in place of the icon and refuses clicks. */
  busy?: boolean;
}

function buttonClass(variant: ButtonVariant, size: ButtonSize, extra: string | undefined, iconOnly = false): string {
  return classNames(
    styles.button,
    variant !== "soft" && styles[variant],
    size !== "medium" && styles[size],
    iconOnly && styles.iconOnly,
    extra,
  );
}

/** A button with words; `type` defaults to "button". */
export function Button(props: ButtonProps): ReactNode {
  const { variant = "soft", size = "medium", icon, busy = false, className, children, disabled, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(variant, size, className)}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, "children" | "aria-label" | "title"> {
  /** What the button does, for screen readers and as the tooltip. */
  label: string;
  /** For toggles: shown by fill and edge, not by shadow alone. */
  pressed?: boolean;
}

/** A round button whose icon is all that is seen. */
export function IconButton(props: IconButtonProps): ReactNode {
  const { label, pressed, variant = "soft", size = "medium", icon, busy = false, className, disabled, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(variant, size, className, true)}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      disabled={disabled === true || busy}
    >
      {busy ? <Spinner /> : icon}
    </button>
  );
}
