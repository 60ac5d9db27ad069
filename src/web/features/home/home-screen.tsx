/** The main screen: the mood, the song that plays, and what comes next. On phones the player is the dock below. */
import type { ReactNode } from "react";
import { classNames } from "../../design/class-names.ts";
import { useMusicFrom } from "../../playback/music-from-store.ts";
import { usePlayerStore } from "../../playback/player-store.ts";
import { useIsLive } from "../compose/live-dock.tsx";
import { LivePanel } from "../compose/live-panel.tsx";
import { MoodPlaylists } from "../compose/mood-playlists.tsx";
import { JourneyPanel } from "../journey/journey-panel.tsx";
import { MoodPanel } from "../mood/mood-panel.tsx";
import { NowPlaying } from "../player/now-playing.tsx";
import { QueuePanel } from "../playlist/queue-panel.tsx";
import { useServerStatus } from "../shell/server-status.ts";
import { MusicFromChoice } from "../services/music-from.tsx";
import styles from "./home-screen.module.css";
import { Silence } from "./silence.tsx";
import { Welcome } from "./welcome.tsx";

/** `shown` is false while another screen is looked at: the mood panel lives on, what a newcomer is asked does not. */
export function HomeScreen({ shown }: { shown: boolean }): ReactNode {
  const isLive = useIsLive();
  const silent = usePlayerStore((state) => state.current === null) || isLive;
  const hasWays = useHasWays() && !isLive;
  return (
    <div className={classNames(styles.home, silent && styles.silent, !hasWays && styles.wayless)}>
      <h1 className={styles.heading}>MoodSync: your mood and its music</h1>
      {shown ? <Welcome className={styles.welcome} /> : null}
      {shown ? <MusicFromChoice className={styles.welcome} /> : null}
      <div className={styles.mood}>
        <MoodPanel />
      </div>
      <div className={styles.player}>{isLive ? <LivePanel /> : <NowPlaying whenSilent={<Silence />} />}</div>
      <div className={styles.side}>
        {hasWays ? <JourneyPanel /> : null}
        <div className={styles.queue}>
          <QueuePanel />
        </div>
      </div>
      {shown ? <MoodPlaylists className={styles.lists} /> : null}
    </div>
  );
}

/** Ways over the plane are made of songs of our own; there are none to choose where nothing is playable. */
function useHasWays(): boolean {
  const playable = useServerStatus().data?.playable ?? 0;
  const own = useMusicFrom((state) => state.from === "own");
  return own && playable > 0;
}
