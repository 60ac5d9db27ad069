/** The frame of a service's player inside the page: as high as it says, looking as the page looks. */
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useTheme } from "../design/theme-store.ts";
import { useMoodStore } from "../mood-store.ts";
import { type PageLook, type PlayerCommand, type PlayerReport, speakToFrame } from "./frame-protocol.ts";
import styles from "./player-frame.module.css";

export interface PlayerFrameProps {
  /** The player page, on our own server. */
  src: string;
  /** Of the frame, for screen readers. */
  title: string;
  /** Where the service's script is. */
  scriptUrl: string;
  onReport: (report: PlayerReport) => void;
  /** Given a way to command while the frame lives, null after. */
  onLink: (send: ((command: PlayerCommand) => void) | null) => void;
}

function useLook(): PageLook {
  const theme = useTheme((state) => state.theme);
  const mood = useMoodStore((state) => state.mood?.emotion ?? "neutral");
  return { mood, theme: theme === "system" ? null : theme };
}

export function PlayerFrame({ src, title, scriptUrl, onReport, onLink }: PlayerFrameProps): ReactNode {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState<number | null>(null);
  const look = useLook();
  const send = useRef<((command: PlayerCommand) => void) | null>(null);
  // The frame may open long after this was drawn: what it is told then is what holds then.
  const take = useEffectEvent((report: PlayerReport) => {
    if (report.kind === "height") setHeight(report.px);
    else onReport(report);
  });
  const setUp = useEffectEvent(() => send.current?.({ kind: "set-up", scriptUrl, look }));
  const link = useEffectEvent(onLink);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const line = speakToFrame(element, take, setUp);
    send.current = line.send;
    link(line.send);
    // Set here, not in the markup: the listener above must be there before the frame speaks.
    element.src = src;
    return () => {
      send.current = null;
      link(null);
      line.stop();
    };
  }, [src]);
  const { mood, theme } = look;
  useEffect(() => send.current?.({ kind: "look", look: { mood, theme } }), [mood, theme]);
  return (
    <iframe
      ref={frame}
      className={styles.frame}
      title={title}
      allow="autoplay; encrypted-media"
      // Our own page must keep its origin, for the token and for protected music; it cannot navigate this page away.
      // oxlint-disable-next-line react/iframe-missing-sandbox -- scripts and origin together are what it is for
      sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms"
      style={height === null ? undefined : { height }}
    />
  );
}
