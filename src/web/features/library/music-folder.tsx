/** The music folder on the library's screen: its path, and the form to name another one, folded away once one is known. */
import type { ReactNode } from "react";
import { Banner } from "../../design/banner.tsx";
import { FolderForm } from "./folder-form.tsx";
import { useLibraryFolder } from "./library-queries.ts";
import styles from "./music-folder.module.css";

export function MusicFolder(): ReactNode {
  const { data } = useLibraryFolder();
  if (data === undefined || data.folder === null) return <FolderForm />;
  return (
    <>
      {data.readable ? null : (
        <Banner tone="warning" title="The folder can't be read.">
          <p>It may have moved, or its disk may be out. The songs stay known until it is back.</p>
        </Banner>
      )}
      <p className={styles.path}>{data.folder}</p>
      {data.fromEnvironment ? (
        <p className={styles.note}>This is what MUSIC_DIR says; it wins over a folder named here.</p>
      ) : (
        <details className={styles.change}>
          <summary>Change folder</summary>
          <FolderForm />
        </details>
      )}
    </>
  );
}
