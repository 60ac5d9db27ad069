/**
 * The way back to Spotify that its rules ask for, with its mark and its name as the source of what is shown.
 */
import type { ReactNode } from "react";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import styles from "./spotify-link.module.css";
import { SpotifyMark } from "./spotify-mark.tsx";

export interface SpotifyLinkProps {
  href: string;
  /** What is opened, for screen readers, such as a song's title. */
  what?: string;
  /** Default "Open in Spotify". */
  children?: ReactNode;
}

export function SpotifyLink({ href, what, children = "Open in Spotify" }: SpotifyLinkProps): ReactNode {
  return (
    <a className={styles.link} href={href} target="_blank" rel="noreferrer noopener">
      <SpotifyMark />
      {children}
      {what === undefined ? null : <VisuallyHidden>: {what}</VisuallyHidden>}
    </a>
  );
}
