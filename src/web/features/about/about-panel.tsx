/** Which MoodSync this is, what a reading of a face is worth, and whose work it stands on. */
import type { ReactNode } from "react";
import { Panel } from "../../design/panel.tsx";
import { useServerStatus } from "../shell/server-status.ts";
import styles from "./about-panel.module.css";

export function AboutPanel(): ReactNode {
  const { data } = useServerStatus();
  return (
    <Panel title="About">
      <p>MoodSync{data === undefined ? "" : ` ${data.version}`} plays music that fits how you feel.</p>
      <p className={styles.text}>
        A face is a hint, not the truth: the page reads an expression and may be wrong about the feeling. When it is,
        say so; your word outranks the camera.
      </p>
      <p className={styles.text}>
        Free software under the MIT licence. Set in Figtree and Bricolage Grotesque (SIL Open Font License); icons by
        Lucide (ISC).
      </p>
    </Panel>
  );
}
