/** Where the music comes from: the listener's own files, composed pieces and the services that are connected. */
import type { ReactNode } from "react";
import styles from "./services-screen.module.css";

export function ServicesScreen(): ReactNode {
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>Music services</h1>
    </div>
  );
}
