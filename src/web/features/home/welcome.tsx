/** What a newcomer is offered first: music at once, and songs of their own. Gone once a folder is known, and while music is composed. */
import type { ReactNode } from "react";
import { Panel } from "../../design/panel.tsx";
import { ComposeForMe } from "../compose/compose-for-me.tsx";
import { useIsLive } from "../compose/live-dock.tsx";
import { FolderForm } from "../library/folder-form.tsx";
import { useLibraryFolder } from "../library/library-queries.ts";
import styles from "./welcome.module.css";

export function Welcome({ className }: { className?: string | undefined }): ReactNode {
  const folder = useLibraryFolder();
  const isLive = useIsLive();
  if (folder.data === undefined || folder.data.folder !== null || isLive) return null;
  return (
    <Panel label="Welcome" className={className}>
      <div className={styles.ways}>
        <div className={styles.way}>
          <h2 className={styles.title}>Music, right away</h2>
          <p className={styles.text}>
            No songs are needed: MoodSync composes as you listen, and bends the music to your mood.
          </p>
          <ComposeForMe main />
        </div>
        <div className={styles.way}>
          <h2 className={styles.title}>Where is your music?</h2>
          <p className={styles.text}>
            Name a folder with songs (mp3, flac, ogg, opus, m4a or wav). MoodSync listens to each one once, works out
            how it feels, and plays what fits your mood.
          </p>
          <FolderForm secondary />
        </div>
      </div>
    </Panel>
  );
}
