/** The library as a map one can press: groups of songs that sound alike, the song behind a point, the songs of a group. */
import { Map as MapIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { LibraryMap } from "../../../contracts/library-map.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { usePlayerStore } from "../../playback/player-store.ts";
import { ClusterLegend } from "./cluster-legend.tsx";
import { ClusterPanel } from "./cluster-panel.tsx";
import styles from "./library-map-page.module.css";
import { MapFigure } from "./map-figure.tsx";
import { useLibraryMap } from "./map-queries.ts";
import { MapSong } from "./map-song.tsx";

export function LibraryMapPage(): ReactNode {
  const map = useLibraryMap();
  if (map.data === undefined || map.data.state !== "ready") {
    return (
      <Panel title="Map of your library">
        {map.isError ? <Banner tone="error">{errorMessage(map.error)}</Banner> : <NoMap map={map.data} />}
      </Panel>
    );
  }
  return <ReadyMap map={map.data} />;
}

function NoMap({ map }: { map: LibraryMap | undefined }): ReactNode {
  if (map === undefined) return <Spinner />;
  if (map.state === "computing") {
    return (
      <EmptyState icon={<Spinner />} title="Drawing the map">
        <p>Your songs are being compared with each other. The map shows up here by itself.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<MapIcon size={30} />} title="Nothing to draw yet">
      <p>The map needs songs whose sound has been measured. It is drawn once your music folder has been read.</p>
    </EmptyState>
  );
}

function ReadyMap({ map }: { map: LibraryMap }): ReactNode {
  const [clusterId, setClusterId] = useState<number | null>(null);
  const [trackId, setTrackId] = useState<number | null>(null);
  const playingId = usePlayerStore((state) => state.current?.track.id ?? null);
  const cluster = map.clusters.find(({ id }) => id === clusterId);
  const choose = (id: number): void => {
    setTrackId(null);
    setClusterId(id === clusterId ? null : id);
  };
  return (
    <div className={styles.page}>
      <Panel title="Map of your library" actions={map.updating ? <Updating /> : undefined}>
        <div className={styles.map}>
          <MapFigure
            map={map}
            cluster={cluster?.id ?? null}
            trackId={trackId}
            playingId={playingId}
            onCluster={choose}
            onPoint={(point) => setTrackId(point.trackId)}
          />
          <div className={styles.side}>
            {trackId === null ? null : <MapSong trackId={trackId} />}
            <ClusterLegend clusters={map.clusters} chosen={cluster?.id ?? null} onChoose={choose} />
          </div>
        </div>
      </Panel>
      {cluster === undefined ? null : <ClusterPanel key={cluster.id} cluster={cluster} />}
    </div>
  );
}

function Updating(): ReactNode {
  return (
    <output className={styles.updating}>
      <Spinner /> A newer one is being drawn
    </output>
  );
}
