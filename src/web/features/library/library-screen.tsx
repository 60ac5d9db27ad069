/** The library: its songs and where they are from; its playlists, map, doubles, and the way in and out of it. */
import { lazy, type ReactNode, Suspense } from "react";
import { useLocation } from "wouter";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { libraryPageAt } from "./library-pages.ts";
import { LibraryTabs } from "./library-tabs.tsx";
import { MusicFolder } from "./music-folder.tsx";
import styles from "./library-screen.module.css";
import { ScanPanel } from "./scan-panel.tsx";
import { TrackList } from "./track-list.tsx";

// Fetched when first looked at, so that the first screen need not wait for them.
const LibraryMapPage = lazy(async () => ({
  default: (await import("../library-map/library-map-page.tsx")).LibraryMapPage,
}));
const PlaylistsPage = lazy(async () => ({ default: (await import("../playlists/playlists-page.tsx")).PlaylistsPage }));
const DuplicatesPage = lazy(async () => ({
  default: (await import("../duplicates/duplicates-page.tsx")).DuplicatesPage,
}));
const ExchangePage = lazy(async () => ({ default: (await import("../exchange/exchange-page.tsx")).ExchangePage }));

export function LibraryScreen(): ReactNode {
  const [path] = useLocation();
  const { page, rest } = libraryPageAt(path);
  return (
    <div className={styles.screen}>
      <div className={styles.head}>
        <h1 className={styles.title}>Library</h1>
        <LibraryTabs page={page} />
      </div>
      {page === "songs" ? <SongsPage /> : null}
      <div className={styles.whole}>
        <Suspense fallback={<Spinner />}>
          {page === "playlists" ? <PlaylistsPage open={rest} /> : null}
          {page === "map" ? <LibraryMapPage /> : null}
          {page === "duplicates" ? <DuplicatesPage /> : null}
          {page === "exchange" ? <ExchangePage /> : null}
        </Suspense>
      </div>
    </div>
  );
}

function SongsPage(): ReactNode {
  return (
    <>
      <div className={styles.side}>
        <Panel title="Your music">
          <MusicFolder />
          <ScanPanel />
        </Panel>
      </div>
      <TrackList />
    </>
  );
}
