/** Where the music is: the one thing MoodSync must be told. */
import { FolderOpen } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { TextField } from "../../design/text-field.tsx";
import styles from "./folder-form.module.css";
import { useLibraryFolder, useSetFolder } from "./library-queries.ts";

const EXAMPLE = navigator.userAgent.includes("Windows") ? "C:\\Users\\you\\Music" : "/home/you/Music";

export function FolderForm(): ReactNode {
  const folder = useLibraryFolder();
  const setFolder = useSetFolder();
  const [typed, setTyped] = useState<string | null>(null);
  const [isEmpty, setEmpty] = useState(false);
  const refusal = setFolder.isError ? errorMessage(setFolder.error) : null;
  const kept = folder.data?.folder ?? "";
  const value = typed ?? kept;
  if (folder.data?.fromEnvironment === true) {
    return (
      <p>
        Music is read from <span className={styles.path}>{kept}</span>, as MUSIC_DIR says.
      </p>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const path = value.trim();
    setEmpty(path === "");
    if (path !== "") setFolder.mutate(path, { onSuccess: () => setTyped(null) });
  };
  return (
    <div className={styles.bounds}>
      {folder.data?.folder !== null && folder.data?.readable === false ? (
        <Banner tone="warning" title="The folder can't be read.">
          <p>It may have moved, or its disk may be out. The songs stay known until it is back.</p>
        </Banner>
      ) : null}
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
          <Button type="submit" variant="primary" className={styles.submit} busy={setFolder.isPending}>
            {kept === "" ? "Read this folder" : "Change folder"}
          </Button>
        )}
      </form>
    </div>
  );
}
