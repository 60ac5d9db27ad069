/** Apple Music's own view: songs for the mood, search, library, playlists, and MusicKit's player. */
import { type ReactNode, useEffect } from "react";
import { Link } from "wouter";
import type { AppleMusicStatus } from "../../../contracts/apple-music.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { DisconnectButton } from "../services/disconnect-button.tsx";
import { MoodStrip } from "../services/mood-strip.tsx";
import { SCREEN_PATHS } from "../shell/screens.ts";
import { appleMusicHere, closeAppleMusic } from "./apple-music-playback.ts";
import { useAppleStatus } from "./apple-music-queries.ts";
import styles from "./apple-music-screen.module.css";
import { ApplePlayerPanel } from "./player-panel.tsx";
import { AppleSetup } from "./setup.tsx";
import { MoodSongs } from "./mood-songs.tsx";
import { SongSearch } from "./song-search.tsx";

const APPLE_MUSIC = { id: "apple-music", name: "Apple Music" } as const;

export function AppleMusicScreen(): ReactNode {
  const status = useAppleStatus();
  const { data } = status;
  return (
    <div className={styles.screen}>
      <div className={styles.head}>
        <h1 className={styles.title}>Apple Music</h1>
        <div className={styles.links}>
          <Link href={SCREEN_PATHS.services}>All music services</Link>
          <DisconnectButton service={APPLE_MUSIC} connected={data?.configured ?? false} onBefore={closeAppleMusic} />
        </div>
      </div>
      {status.isPending ? <Spinner /> : null}
      {status.isError && data === undefined ? (
        <Banner
          tone="error"
          actions={
            <Button size="small" onClick={() => void status.refetch()}>
              Try again
            </Button>
          }
        >
          {errorMessage(status.error)}
        </Banner>
      ) : null}
      {data === undefined ? null : data.configured ? <Configured status={data} /> : <AppleSetup />}
    </div>
  );
}

function Configured({ status }: { status: AppleMusicStatus }): ReactNode {
  const isSignedIn = status.listener !== null;
  // What cannot be heard any more is not offered any more.
  useEffect(() => () => appleMusicHere.setState({ playback: null }), []);
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <MoodStrip service="Apple Music" />
        <MoodSongs />
        <SongSearch signedIn={isSignedIn} />
      </div>
      <div className={styles.column}>
        <ApplePlayerPanel signedIn={isSignedIn} />
      </div>
    </div>
  );
}
