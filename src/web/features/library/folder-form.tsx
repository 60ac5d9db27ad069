/** Where the music is: the one thing MoodSync must be told. */
import { FolderOpen } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { errorMessage } from "../../api-client.ts";
import { Button } from "../../design/button.tsx";
import { TextField } from "../../design/text-field.tsx";
import styles from "./folder-form.module.css";
import { useLibraryFolder, useSetFolder } from "./library-queries.ts";

const EXAMPLE = navigator.userAgent.includes("Windows") ? "C:\\Users\\you\\Music" : "/home/you/Music";

/** @param secondary whether something else in view is the main thing to do */
export function FolderForm({ secondary = false }: { secondary?: boolean }): ReactNode {
  const folder = useLibraryFolder();
  const setFolder = useSetFolder();
  const [typed, setTyped] = useState<string | null>(null);
  const [isEmpty, setEmpty] = useState(false);
  const refusal = setFolder.isError ? errorMessage(setFolder.error) : null;
  const kept = folder.data?.folder ?? "";
  const value = typed ?? kept;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const path = value.trim();
    setEmpty(path === "");
    if (path !== "") setFolder.mutate(path, { onSuccess: () => setTyped(null) });
  };
  return (
    <div className={styles.bounds}>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          className={styles.field}
          label="Music folder"
          icon={<FolderOpen size={18} aria-hidden="true" />}
          placeholder={EXAMPLE}
          hint="The full path, on the computer where MoodSync runs. Files are only read, never changed."
          error={isEmpty ? "Type the path of your music folder first." : refusal}
          value={value}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {kept !== "" && value.trim() === kept ? null : (
          <Button
            type="submit"
            variant={secondary ? "soft" : "primary"}
            className={styles.submit}
            busy={setFolder.isPending}
          >
            {kept === "" ? "Read this folder" : "Change folder"}
          </Button>
        )}
      </form>
    </div>
  );
}
