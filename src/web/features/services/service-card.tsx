/** One source of music on the services page: its name, how it stands, what can be done about it. */
import type { ReactNode } from "react";
import { Panel } from "../../design/panel.tsx";
import type { Standing } from "./service-words.ts";
import styles from "./service-card.module.css";
import { StandingLine } from "./standing-line.tsx";

export interface ServiceCardProps {
  name: string;
  /** What it is, in a sentence. */
  about: string;
  /** Null while not known yet. */
  standing: Standing | null;
  /** Links and buttons, at the foot. */
  actions?: ReactNode;
  children?: ReactNode;
}

export function ServiceCard({ name, about, standing, actions, children }: ServiceCardProps): ReactNode {
  return (
    <Panel title={name} className={styles.card}>
      <p className={styles.about}>{about}</p>
      {standing === null ? null : <StandingLine standing={standing} />}
      {children}
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </Panel>
  );
}
