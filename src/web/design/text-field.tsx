/** A line of text with its label, hint and error, all tied together for screen readers. */
import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import styles from "./text-field.module.css";
import { VisuallyHidden } from "./visually-hidden.tsx";

export interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  /** Speak the label without showing it. */
  hideLabel?: boolean;
  hint?: ReactNode;
  /** What is wrong, in a sentence. */
  error?: string | null;
  /** 16 to 18 px, before the text. */
  icon?: ReactNode;
}

/** A labelled input in a sunk well. */
export function TextField({ label, hideLabel, hint, error, icon, className, ...input }: TextFieldProps): ReactNode {
  const id = useId();
  const noteId = `${id}-note`;
  const hasNote = Boolean(error) || hint !== undefined;
  return (
    <div className={classNames(styles.field, className)}>
      <label className={styles.label} htmlFor={id}>
        {hideLabel ? <VisuallyHidden>{label}</VisuallyHidden> : label}
      </label>
      <div className={classNames(styles.box, error && styles.invalid)}>
        {icon}
        <input
          type="text"
          {...input}
          id={id}
          className={styles.input}
          aria-invalid={error ? true : undefined}
          aria-describedby={hasNote ? noteId : undefined}
        />
      </div>
      {hasNote ? (
        <p id={noteId} className={error ? styles.error : styles.hint} role={error ? "alert" : undefined}>
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}
