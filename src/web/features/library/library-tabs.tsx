/** The way between the library's own pages. */
import { Copy, ArrowLeftRight, ListMusic, Map as MapIcon, Music } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { LIBRARY_PATHS, type LibraryPage } from "./library-pages.ts";
import styles from "./library-tabs.module.css";

const TABS = [
  { page: "songs", label: "Songs", Icon: Music },
  { page: "playlists", label: "Playlists", Icon: ListMusic },
  { page: "map", label: "Map", Icon: MapIcon },
  { page: "duplicates", label: "Doubles", Icon: Copy },
  { page: "exchange", label: "Import", Icon: ArrowLeftRight },
] as const satisfies readonly { page: LibraryPage; label: string; Icon: unknown }[];

export function LibraryTabs({ page }: { page: LibraryPage }): ReactNode {
  return (
    <nav className={styles.tabs} aria-label="Library">
      {TABS.map(({ page: target, label, Icon }) => (
        <Link
          key={target}
          href={LIBRARY_PATHS[target]}
          className={styles.tab}
          aria-current={target === page ? "page" : undefined}
        >
          <Icon size={16} aria-hidden="true" />
          {label}
        </Link>
      ))}
    </nav>
  );
}
