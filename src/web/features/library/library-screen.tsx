/** The library: which folder, how far it is read, and what is in it. */
import type { ReactNode } from "react";
import { Panel } from "../../design/panel.tsx";
import { MusicFolder } from "./music-folder.tsx";
import styles from "./library-screen.module.css";
import { ScanPanel } from "./scan-panel.tsx";
import { TrackList } from "./track-list.tsx";

export function LibraryScreen(): ReactNode {
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>Library</h1>
      <div className={styles.side}>
        <Panel title="Your music">
          <MusicFolder />
          <ScanPanel />
        </Panel>
      </div>
      <TrackList />
    </div>
  );
}
