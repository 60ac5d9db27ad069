/** Songs that a file names and the library lacks, folded away under a sentence. */
import type { ReactNode } from "react";
import type { MissingSong } from "../../../contracts/exchange.ts";
import styles from "./missing-list.module.css";
import { missingText } from "./outcome-words.ts";

export interface MissingListProps {
  songs: readonly MissingSong[];
  /** The sentence that is always seen. */
  summary: string;
  /** What the list is called. */
  label: string;
  /** Beneath the list. */
  children?: ReactNode;
}

/** Nothing where none is missing. */
export function MissingList({ songs, summary, label, children }: MissingListProps): ReactNode {
  if (songs.length === 0) return null;
  return (
    <details className={styles.missing}>
      <summary>{summary}</summary>
      <ul aria-label={label}>
        {songs.map((song, index) => (
          // The file may name two songs alike.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>{missingText(song)}</li>
        ))}
      </ul>
      {children}
    </details>
  );
}
