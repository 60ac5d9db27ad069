/** One group of the map: its songs, the most typical first; play them, or let the music go on from its place. */
import { Compass, Play } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import type { LibraryCluster } from "../../../contracts/library-map.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { notify } from "../../design/notices-store.ts";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { useMoodStore } from "../../mood-store.ts";
import { playerStore } from "../../playback/player-store.ts";
import { TrackRow } from "../library/track-row.tsx";
import { tidy } from "../mood-pad/pad-point.ts";
import { SCREEN_PATHS } from "../shell/screens.ts";
import styles from "./cluster-panel.module.css";
import { clusterTracks, useClusterTracks } from "./map-queries.ts";

/** As many as one listens to in some hours. */
const MOST_PLAYED = 100;

export function ClusterPanel({ cluster }: { cluster: LibraryCluster }): ReactNode {
  const tracks = useClusterTracks(cluster.id);
  const [busy, setBusy] = useState(false);
  const playAll = async (): Promise<void> => {
    setBusy(true);
    try {
      const { tracks: first } = await clusterTracks(cluster.id, 0, MOST_PLAYED);
      playerStore.getState().playTracks(first);
    } catch (error) {
      notify({ tone: "error", text: `“${cluster.name}” could not be fetched: ${errorMessage(error)}` });
    }
    setBusy(false);
  };
  const startHere = (): void => {
    useMoodStore.getState().chooseMood({ valence: tidy(cluster.valence), arousal: tidy(cluster.arousal) }, "pad");
    notify({ text: `The music goes on from where “${cluster.name}” lies.` });
  };
  return (
    <Panel
      title={cluster.name}
      actions={<span className={styles.count}>{cluster.count.toLocaleString("en")} songs</span>}
    >
      <div className={styles.actions}>
        <Button
          variant="primary"
          busy={busy}
          icon={<Play size={17} aria-hidden="true" />}
          onClick={() => void playAll()}
        >
          Play this group
        </Button>
        <Button icon={<Compass size={17} aria-hidden="true" />} onClick={startHere}>
          Start from here
        </Button>
      </div>
      <p className={styles.about}>
        “Start from here” takes the group's place between calm and excited, unpleasant and pleasant as your mood, as the{" "}
        <Link href={SCREEN_PATHS.home}>mood pad</Link> does.
      </p>
      {tracks.isError ? <Banner tone="error">{errorMessage(tracks.error)}</Banner> : null}
      {tracks.isPending ? <Spinner /> : null}
      <ul aria-label={`Songs of ${cluster.name}`}>
        {tracks.data?.pages.flatMap((page) => page.tracks.map((track) => <TrackRow key={track.id} track={track} />))}
      </ul>
      {tracks.hasNextPage ? (
        <Button className={styles.more} busy={tracks.isFetchingNextPage} onClick={() => void tracks.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </Panel>
  );
}
