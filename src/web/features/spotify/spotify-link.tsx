/**
 * The way back to Spotify that its rules ask for, and its name as the source of what is shown. It is words alone: the
 * logo may be used only as Spotify itself hands it out, unchanged, so none is drawn here.
 */
import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import styles from "./spotify-link.module.css";

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
      {children}
      {what === undefined ? null : <VisuallyHidden>: {what}</VisuallyHidden>}
      <ExternalLink size={14} aria-hidden="true" />
    </a>
  );
}
