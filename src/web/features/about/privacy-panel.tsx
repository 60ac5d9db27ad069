/** What stays on the device and what crosses the line to the listener's own server, in plain words. */
import { EyeOff, HardDrive, Send, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Panel } from "../../design/panel.tsx";
import styles from "./privacy-panel.module.css";

const FACTS = [
  {
    Icon: EyeOff,
    head: "No picture leaves this device",
    text: "Camera frames and photos are read inside this page, in memory, and dropped at once. They are never stored and never sent.",
  },
  {
    Icon: Send,
    head: "What crosses the line is a mood",
    text: "To find songs, the page tells your MoodSync server one of seven words, two numbers (how pleasant, how excited), how sure it is and how many faces it saw; and which songs you play, skip and like.",
  },
  {
    Icon: HardDrive,
    head: "Your server keeps it, nobody else",
    text: "Moods, plays and likes are kept in one file on the computer where MoodSync runs. It sends nothing on.",
  },
  {
    Icon: ShieldCheck,
    head: "You can check it",
    text: "The page's own policy (Content-Security-Policy) lets it speak to no other address than the server it came from. Your browser enforces it, and its developer tools show it.",
  },
] as const;

export function PrivacyPanel(): ReactNode {
  return (
    <Panel title="Privacy">
      <ul className={styles.facts}>
        {FACTS.map(({ Icon, head, text }) => (
          <li key={head} className={styles.fact}>
            <Icon size={20} aria-hidden="true" />
            <p className={styles.head}>{head}</p>
            <p className={styles.text}>{text}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
