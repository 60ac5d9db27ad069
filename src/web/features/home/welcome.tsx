/** The first thing a newcomer is asked: where the music is. Gone once a folder is known. */
import type { ReactNode } from "react";
import { Panel } from "../../design/panel.tsx";
import { FolderForm } from "../library/folder-form.tsx";
import { useLibraryFolder } from "../library/library-queries.ts";
import styles from "./welcome.module.css";

export function Welcome({ className }: { className?: string | undefined }): ReactNode {
  const folder = useLibraryFolder();
  if (folder.data === undefined || folder.data.folder !== null) return null;
  return (
    <Panel title="Where is your music?" className={className}>
      <p className={styles.text}>
        Name a folder with songs (mp3, flac, ogg, opus, m4a or wav). MoodSync listens to each one once, works out how it
        feels, and plays what fits your mood. The first songs are ready within moments.
      </p>
      <FolderForm />
    </Panel>
  );
}
