/** The player's keys, as keyboard-shortcuts.ts takes them. */
import { Fragment, type ReactNode } from "react";
import { Panel } from "../../design/panel.tsx";
import { SHORTCUTS } from "../../playback/keyboard-shortcuts.ts";
import styles from "./shortcuts-panel.module.css";

export function ShortcutsPanel(): ReactNode {
  return (
    <Panel title="Keys">
      <dl className={styles.list}>
        {SHORTCUTS.map(({ keys, does }) => (
          <Fragment key={does}>
            <dt className={styles.keys}>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
      <p className={styles.note}>
        They rest while you type, or while a button or slider is in focus. The media keys of keyboards and headsets work
        too.
      </p>
    </Panel>
  );
}
