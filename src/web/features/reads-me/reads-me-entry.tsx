/** The way from the settings to "How well does it read me?". */
import { ChartNoAxesColumn } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Panel } from "../../design/panel.tsx";
import { SCREEN_PATHS } from "../shell/screens.ts";
import { CorrectionNote } from "./correction-note.tsx";
import styles from "./reads-me-entry.module.css";

export function ReadsMeEntry(): ReactNode {
  return (
    <Panel title="Reading faces">
      <p>How often the face reader is right, whom it fails, and a private correction for your own face.</p>
      <CorrectionNote />
      <p>
        <Link href={SCREEN_PATHS.readsMe} className={styles.link}>
          <ChartNoAxesColumn size={18} aria-hidden="true" />
          How well does it read me?
        </Link>
      </p>
    </Panel>
  );
}
