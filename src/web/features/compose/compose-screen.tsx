/** "Compose": a piece for a mood, heard, seen, kept; and what was kept so far. */
import type { ReactNode } from "react";
import styles from "./compose-screen.module.css";
import { DraftPanel } from "./draft-panel.tsx";
import { KeptPieces } from "./kept-pieces.tsx";
import { WishPanel } from "./wish-panel.tsx";

export function ComposeScreen(): ReactNode {
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>Compose</h1>
      <div className={styles.wish}>
        <WishPanel />
      </div>
      <div className={styles.draft}>
        <DraftPanel />
      </div>
      <div className={styles.kept}>
        <KeptPieces />
      </div>
    </div>
  );
}
