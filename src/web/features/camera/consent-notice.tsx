/** What the listener reads before the browser is asked for the camera: what is computed, what is sent, how to stop. */
import { EyeOff, MonitorSmartphone, Power, ScanFace, Send } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Button } from "../../design/button.tsx";
import styles from "./consent-notice.module.css";

const POINTS: readonly { icon: ReactNode; title: string; text: string }[] = [
  {
    icon: <MonitorSmartphone size={20} aria-hidden="true" />,
    title: "Frames stay on this device",
    text: "They are read in this tab and forgotten at once. None is saved, none is sent, not even to your own server.",
  },
  {
    icon: <ScanFace size={20} aria-hidden="true" />,
    title: "What is computed",
    text: "Where faces are, and for each how likely angry, disgusted, afraid, happy, sad, surprised and neutral are. It is a machine's guess at an expression: it can be wrong, and you can correct it.",
  },
  {
    icon: <Send size={20} aria-hidden="true" />,
    title: "What is sent",
    text: "When it changes, the mood alone: its name, two numbers, how sure it is and how many faces there were, to the MoodSync server that gave you this page.",
  },
  {
    icon: <EyeOff size={20} aria-hidden="true" />,
    title: "People beside you",
    text: "Everyone in view is read and nobody is recognised. Tell them that the camera is on.",
  },
  {
    icon: <Power size={20} aria-hidden="true" />,
    title: "How to stop",
    text: "A light shows that the camera is on, and one tap stops it. Reading pauses when you leave this tab; after 30 seconds away the camera is off.",
  },
];

export interface ConsentNoticeProps {
  onAgree: () => void;
  onDecline: () => void;
}

/** Takes the focus to its heading, since it replaces the button that led here. */
export function ConsentNotice({ onAgree, onDecline }: ConsentNoticeProps): ReactNode {
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={styles.notice} aria-labelledby={headingId}>
      <h2 id={headingId} ref={heading} tabIndex={-1} className={styles.title}>
        Before the camera goes on
      </h2>
      <ul className={styles.points}>
        {POINTS.map(({ icon, title, text }) => (
          <li key={title} className={styles.point}>
            <span className={styles.icon}>{icon}</span>
            <div>
              <p className={styles.name}>{title}</p>
              <p className={styles.text}>{text}</p>
            </div>
          </li>
        ))}
      </ul>
      <div className={styles.actions}>
        <Button variant="primary" onClick={onAgree}>
          Agree and turn on the camera
        </Button>
        <Button variant="quiet" onClick={onDecline}>
          Not now
        </Button>
      </div>
    </section>
  );
}
