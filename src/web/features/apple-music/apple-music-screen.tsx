/** Apple Music's own view: search, library, playlists and its player. */
import type { ReactNode } from "react";
import styles from "./apple-music-screen.module.css";

export function AppleMusicScreen(): ReactNode {
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>Apple Music</h1>
    </div>
  );
}
