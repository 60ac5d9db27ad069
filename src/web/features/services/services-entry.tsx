/** The way from the settings to the music services. */
import { Plug } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Panel } from "../../design/panel.tsx";
import { SCREEN_PATHS } from "../shell/screens.ts";
import styles from "./services-entry.module.css";
import { useServices } from "./services-queries.ts";

export function ServicesEntry(): ReactNode {
  const connected = useServices().data?.filter((service) => service.connected) ?? [];
  return (
    <Panel title="Music services">
      <p>Spotify, your own music server, Apple Music: connect one once, and your mood picks from it.</p>
      {connected.length === 0 ? null : (
        <p className={styles.note}>Connected: {connected.map(({ name }) => name).join(", ")}</p>
      )}
      <p>
        <Link href={SCREEN_PATHS.services} className={styles.link}>
          <Plug size={18} aria-hidden="true" />
          Music services
        </Link>
      </p>
    </Panel>
  );
}
