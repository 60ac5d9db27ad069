/** Asks for a playlist's name: of a new one, or another for one that is kept. */
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../design/button.tsx";
import { TextField } from "../../design/text-field.tsx";
import styles from "./name-form.module.css";

export interface NameFormProps {
  label: string;
  /** What the button says. */
  send: string;
  name: string;
  busy?: boolean;
  error?: string | null;
  onSend: (name: string) => void;
  onCancel: () => void;
}

export function NameForm({
  label,
  send,
  name,
  busy = false,
  error = null,
  onSend,
  onCancel,
}: NameFormProps): ReactNode {
  const [typed, setTyped] = useState(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim() !== "") onSend(typed.trim());
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField
        className={styles.field}
        label={label}
        hideLabel
        placeholder="Name of the playlist"
        value={typed}
        maxLength={200}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the listener asked for this very field
        autoFocus
        error={error}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="primary" busy={busy} disabled={typed.trim() === ""}>
        {send}
      </Button>
      <Button variant="quiet" onClick={onCancel}>
        Leave it
      </Button>
    </form>
  );
}
