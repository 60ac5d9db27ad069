/** What stays on the device, what crosses the line to the listener's own server, and what a connected service changes. */
import { EyeOff, HardDrive, Send, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import type { ServiceId } from "../../../contracts/services.ts";
import { Panel } from "../../design/panel.tsx";
import { useServices } from "../services/services-queries.ts";
import styles from "./privacy-panel.module.css";

const SEEN_AND_SENT = [
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
] as const;

/** Services whose own player and covers come from elsewhere. */
const STREAMING: ReadonlySet<ServiceId> = new Set(["spotify", "apple-music"]);

function keptText(names: string): string {
  const kept = "Moods, plays and likes are kept in one file on the computer where MoodSync runs.";
  if (names === "") return `${kept} It sends nothing on.`;
  return `${kept} Because you connected ${names}, your server asks there for songs and lists; a mood reaches them as the words and playlists that are asked for, never as a reading of your face.`;
}

function checkText(names: string): string {
  const policy =
    "The page's own policy (Content-Security-Policy) lets it run no script but its own and speak to no other address than the server it came from.";
  const proof = "Your browser enforces it, and its developer tools show it.";
  if (names === "") return `${policy} ${proof}`;
  return `${policy} While ${names} is on, it may also show covers from there; the service's own player runs in a frame apart, which has no camera and alone may load the service's script. ${proof}`;
}

export function PrivacyPanel(): ReactNode {
  const on = useServices().data?.filter((service) => service.connected) ?? [];
  const all = on.map(({ name }) => name).join(" and ");
  const streaming = on.filter(({ id }) => STREAMING.has(id)).map(({ name }) => name);
  const facts = [
    ...SEEN_AND_SENT,
    {
      Icon: HardDrive,
      head: on.length === 0 ? "Your server keeps it, nobody else" : "Your server keeps it",
      text: keptText(all),
    },
    { Icon: ShieldCheck, head: "You can check it", text: checkText(streaming.join(" or ")) },
  ];
  return (
    <Panel title="Privacy">
      <ul className={styles.facts}>
        {facts.map(({ Icon, head, text }) => (
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
