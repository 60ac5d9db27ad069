/** "How well does it read me?": the face net's own card, and the private calibration beside it. */
import type { ReactNode } from "react";
import { CalibrationPanel } from "./calibration-panel.tsx";
import { LimitsPanel } from "./limits-panel.tsx";
import { ModelCard } from "./model-card.tsx";
import styles from "./reads-me-screen.module.css";

export function ReadsMeScreen(): ReactNode {
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>How well does it read me?</h1>
      <CalibrationPanel />
      <div className={styles.card}>
        <ModelCard />
      </div>
      <LimitsPanel />
    </div>
  );
}
