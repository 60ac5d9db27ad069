/** The shell: head, screens and player, which plays on whichever screen is shown. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Router, useLocation } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { isUnreachable } from "./api-client.ts";
import styles from "./app.module.css";
import { classNames } from "./design/class-names.ts";
import { NoticeRegion } from "./design/notices.tsx";
import { setPageMood } from "./design/page-mood.ts";
import { AppleMusicScreen } from "./features/apple-music/apple-music-screen.tsx";
import { CameraLight } from "./features/camera/camera-light.tsx";
import { ComposeScreen } from "./features/compose/compose-screen.tsx";
import { LiveDock, useIsLive } from "./features/compose/live-dock.tsx";
import { PieceDock, useIsPieceInFront } from "./features/compose/piece-dock.tsx";
import { HomeScreen } from "./features/home/home-screen.tsx";
import { LibraryScreen } from "./features/library/library-screen.tsx";
import { useScanEvents } from "./features/library/library-queries.ts";
import { PlayerDock } from "./features/player/player-dock.tsx";
import { ReadsMeScreen } from "./features/reads-me/reads-me-screen.tsx";
import { OutsideBar } from "./features/services/outside-bar.tsx";
import { ServicesScreen } from "./features/services/services-screen.tsx";
import { SettingsScreen } from "./features/settings/settings-screen.tsx";
import { type Screen, screenAt } from "./features/shell/screens.ts";
import { ServerBanner } from "./features/shell/server-banner.tsx";
import { STATUS_KEY, useServerStatus } from "./features/shell/server-status.ts";
import { TopBar } from "./features/shell/top-bar.tsx";
import { SpotifyScreen } from "./features/spotify/spotify-screen.tsx";
import { useMoodStore } from "./mood-store.ts";
import { refreshMusic, useFollowerStore } from "./playback/follower-store.ts";
import { usePlayerStore } from "./playback/player-store.ts";

/** The whole page. */
export function App(): ReactNode {
  return (
    // oxlint-disable-next-line react/hooks -- this is how wouter is told where the address is
    <Router hook={useHashLocation}>
      <Shell />
    </Router>
  );
}

const TITLES: Readonly<Record<Screen, string>> = {
  home: "MoodSync",
  library: "Library · MoodSync",
  compose: "Compose · MoodSync",
  settings: "Settings · MoodSync",
  readsMe: "How well does it read me? · MoodSync",
  services: "Music services · MoodSync",
  spotify: "Spotify · MoodSync",
  appleMusic: "Apple Music · MoodSync",
};

function Shell(): ReactNode {
  const [path] = useLocation();
  const screen = screenAt(path);
  const main = useRef<HTMLElement>(null);
  const isLive = useIsLive();
  const hasPiece = useIsPieceInFront() && screen !== "compose";
  const hasSong = usePlayerStore((state) => state.current !== null) || isLive || hasPiece;
  useScanEvents();
  useRecovery();
  useMusicOnceReadable();
  usePageTint();
  useEffect(() => {
    document.title = TITLES[screen];
  }, [screen]);
  return (
    <div className={classNames(styles.page, hasSong && styles.withDock, screen === "home" && styles.home)}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <TopBar screen={screen}>
        <CameraLight />
      </TopBar>
      <ServerBanner />
      <OutsideBar screen={screen} />
      <main ref={main} className={styles.main} tabIndex={-1}>
        {/* Kept mounted, so that a look at the library does not switch the camera off. */}
        <div hidden={screen !== "home"}>
          <HomeScreen shown={screen === "home"} />
        </div>
        {screen === "library" ? <LibraryScreen /> : null}
        {screen === "compose" ? <ComposeScreen /> : null}
        {screen === "settings" ? <SettingsScreen /> : null}
        {screen === "readsMe" ? <ReadsMeScreen /> : null}
        {screen === "services" ? <ServicesScreen /> : null}
        {/* Kept mounted once visited: their players live in them. */}
        <KeptScreen shown={screen === "spotify"}>
          <SpotifyScreen shown={screen === "spotify"} />
        </KeptScreen>
        <KeptScreen shown={screen === "appleMusic"}>
          <AppleMusicScreen />
        </KeptScreen>
      </main>
      <Dock isLive={isLive} hasPiece={hasPiece} />
      <NoticeRegion />
    </div>
  );
}

/** The player that has, or had last, the loudspeaker. */
function Dock({ isLive, hasPiece }: { isLive: boolean; hasPiece: boolean }): ReactNode {
  // The home screen shows songs and live music large, and a piece not at all.
  if (hasPiece) return <PieceDock />;
  return isLive ? <LiveDock className={styles.dock} /> : <PlayerDock className={styles.dock} />;
}

/** A screen that is made at its first visit and only hidden afterwards. */
function KeptScreen({ shown, children }: { shown: boolean; children: ReactNode }): ReactNode {
  const [visited, setVisited] = useState(shown);
  if (shown && !visited) setVisited(true);
  return visited ? <div hidden={!shown}>{children}</div> : null;
}

/** When the server is back after an absence, everything that failed meanwhile is asked for again. */
function useRecovery(): void {
  const client = useQueryClient();
  const away = useServerStatus().isError;
  const noMusic = useFollowerStore((state) => isUnreachable(state.error));
  const wasAway = useRef(false);
  useEffect(() => {
    // A wish that did not reach the server is the first to know that it is away.
    if (noMusic) void client.invalidateQueries({ queryKey: STATUS_KEY });
  }, [noMusic, client]);
  useEffect(() => {
    if (wasAway.current && !away) {
      void client.invalidateQueries();
      if (noMusic) refreshMusic();
    }
    wasAway.current = away;
  }, [away, noMusic, client]);
}

/** A mood that found an empty library is asked for again when the scan has brought the first songs. */
function useMusicOnceReadable(): void {
  const playable = useServerStatus().data?.playable ?? 0;
  const waiting = useFollowerStore((state) => state.empty && !state.busy);
  const silent = usePlayerStore((state) => state.current === null);
  useEffect(() => {
    if (playable > 0 && waiting && silent) refreshMusic();
    // Only new songs are a reason to ask again, not the empty answer itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [playable]);
}

function usePageTint(): void {
  const emotion = useMoodStore((state) => state.mood?.emotion ?? null);
  useEffect(() => setPageMood(emotion), [emotion]);
}
