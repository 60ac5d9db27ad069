/** Spotify's own view: its lists, its queue and its player, never mixed with the page's other music. */
import type { ReactNode } from "react";
import styles from "./spotify-screen.module.css";

export function SpotifyScreen(): ReactNode {
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>Spotify</h1>
    </div>
  );
}
