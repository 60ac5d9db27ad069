/** The developer key that Apple Music needs: team id, key id and the key's file, which goes to our server alone. */
import { FileKey } from "lucide-react";
import { type ChangeEvent, type FormEvent, type ReactNode, useId, useState } from "react";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { TextField } from "../../design/text-field.tsx";
import { useSetAppleKey } from "./apple-music-queries.ts";
import styles from "./key-form.module.css";

/** Ten capital letters and digits, as Apple gives both. */
const APPLE_ID = /^[A-Z0-9]{10}$/;
/** A key's file has some 250 bytes; anything much larger is something else. */
const MOST_BYTES = 4000;

interface KeyFile {
  name: string;
  text: string;
}

export function KeyForm(): ReactNode {
  const set = useSetAppleKey();
  const [teamId, setTeamId] = useState("");
  const [keyId, setKeyId] = useState("");
  const [file, setFile] = useState<KeyFile | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const given = { teamId: teamId.trim().toUpperCase(), keyId: keyId.trim().toUpperCase() };
    const fault = whatIsWrong(given, file);
    setWrong(fault);
    if (fault !== null || file === null) return;
    // Loaded anew, the page may show Apple's covers: its policy is decided when it is sent.
    set.mutate({ ...given, privateKey: file.text }, { onSuccess: () => location.reload() });
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-label="Set up Apple Music">
      <TextField
        label="Team ID"
        hint="Ten letters and digits, under Membership details."
        value={teamId}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTeamId(event.currentTarget.value)}
      />
      <TextField
        label="Key ID"
        hint="Ten letters and digits, beside the key."
        value={keyId}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setKeyId(event.currentTarget.value)}
      />
      <KeyFileField file={file} onFile={setFile} onWrong={setWrong} />
      {wrong === null && !set.isError ? null : (
        <Banner tone="error">
          <p>{wrong ?? errorMessage(set.error)}</p>
        </Banner>
      )}
      <Button type="submit" variant="primary" busy={set.isPending}>
        Keep this key
      </Button>
    </form>
  );
}

interface KeyFileFieldProps {
  file: KeyFile | null;
  onFile: (file: KeyFile | null) => void;
  onWrong: (fault: string | null) => void;
}

function KeyFileField({ file, onFile, onWrong }: KeyFileFieldProps): ReactNode {
  const id = useId();
  const read = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [chosen] = event.currentTarget.files ?? [];
    if (chosen === undefined) return;
    const fits = chosen.size <= MOST_BYTES;
    const text = fits ? await chosen.text() : "";
    const isKey = text.includes("-----BEGIN PRIVATE KEY-----");
    onWrong(isKey ? null : `“${chosen.name}” is not a key's file. Apple's is called AuthKey_….p8.`);
    onFile(isKey ? { name: chosen.name, text } : null);
  };
  return (
    <div className={styles.file}>
      <label htmlFor={id} className={styles.label}>
        Key file (.p8)
      </label>
      <input
        id={id}
        className={styles.input}
        type="file"
        accept=".p8,.pem,.txt"
        onChange={(event) => void read(event)}
      />
      <p className={styles.hint}>
        <FileKey size={16} aria-hidden="true" />
        {file === null ? "Kept encrypted on your MoodSync server, and never shown again." : `${file.name} is read.`}
      </p>
    </div>
  );
}

function whatIsWrong({ teamId, keyId }: { teamId: string; keyId: string }, file: KeyFile | null): string | null {
  if (!APPLE_ID.test(teamId)) return "The team id has ten letters and digits.";
  if (!APPLE_ID.test(keyId)) return "The key id has ten letters and digits.";
  return file === null ? "Choose the key's file, AuthKey_….p8." : null;
}
