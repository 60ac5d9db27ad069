/** The way in and out: playlists, histories and likes of other programs, and the same for others. */
import { Download, FileUp } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { downloadFrom } from "../compose/piece-file.ts";
import { EXPORTS } from "./exchange-api.ts";
import styles from "./exchange-page.module.css";
import { ImportPanel } from "./import-panel.tsx";

export function ExchangePage(): ReactNode {
  return (
    <div className={styles.page}>
      <Panel title="Bring something along" actions={<FileUp size={20} aria-hidden="true" />}>
        <ImportPanel />
      </Panel>
      <Panel title="Take something along">
        <p className={styles.about}>
          Yours, in forms that other programs read. Playlists have their own under Playlists.
        </p>
        <ul className={styles.exports} aria-label="Files to take along">
          {EXPORTS.map(({ name, file, url }) => (
            <li key={url} className={styles.export}>
              <span>
                <span className={styles.name}>{name}</span> <span className={styles.about}>{file}</span>
              </span>
              <Button
                size="small"
                icon={<Download size={16} aria-hidden="true" />}
                aria-label={`Save: ${name}, ${file}`}
                onClick={() => downloadFrom(url)}
              >
                Save
              </Button>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
