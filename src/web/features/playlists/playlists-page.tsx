/** Playlists: the listener's own, and the twelve of the moods; or one of them, open. */
import type { ReactNode } from "react";
import { MoodLists } from "./mood-lists.tsx";
import { OwnPlaylists } from "./own-playlists.tsx";
import { OpenPlaylist } from "./playlist-editor.tsx";
import styles from "./playlists-page.module.css";

/** @param open id of the playlist to open, as the address has it; anything else shows all */
export function PlaylistsPage({ open }: { open: string }): ReactNode {
  if (/^\d{1,15}$/u.test(open)) return <OpenPlaylist key={open} id={Number(open)} />;
  return (
    <div className={styles.page}>
      <OwnPlaylists />
      <MoodLists />
    </div>
  );
}
