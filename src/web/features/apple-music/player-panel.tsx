/** MusicKit's player: the frame it lives in, what plays, its controls; a preview is called one. */
import { ListMusic } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { Panel } from "../../design/panel.tsx";
import type { OutsidePlayback, PlayerProblem, PlayerReport } from "../../services/frame-protocol.ts";
import { OutsideArt } from "../../services/outside-art.tsx";
import { OutsideControls } from "../../services/outside-controls.tsx";
import { PlayerFrame } from "../../services/player-frame.tsx";
import { useService } from "../services/services-queries.ts";
import { appleMusicHere, steerAppleMusic } from "./apple-music-playback.ts";
import { useAppleRefresh } from "./apple-music-queries.ts";
import styles from "./player-panel.module.css";

const PLAYER_PAGE = "/services/apple-music/player.html";
/** Apple's own address; the server may name another, as for tests. */
const MUSICKIT_URL = "https://js-cdn.music.apple.com/musickit/v3/musickit.js";

const TROUBLE: Readonly<Record<PlayerProblem, string>> = {
  "script-unreachable":
    "Apple's player could not be fetched. A content blocker may keep it away, or the network is down.",
  "no-drm": "This browser cannot play protected music. Use another browser; previews may still play.",
  "sign-in": "Apple no longer accepts the sign-in. Sign in again.",
  subscription: "Whole songs need an Apple Music subscription; you hear previews.",
  "not-playable": "Apple could not play this song here; it may not be offered in your country.",
  "press-needed": "The browser wants a press before it lets Apple Music sound: press “Tap to play”.",
  "device-gone": "Apple's player stopped. Try again.",
  refused: "Apple's window was closed before you had signed in. You hear previews.",
};

export function ApplePlayerPanel({ signedIn }: { signedIn: boolean }): ReactNode {
  const playback = useStore(appleMusicHere, (state) => state.playback);
  const problem = useStore(appleMusicHere, (state) => state.problem);
  const frameKey = useStore(appleMusicHere, (state) => state.frameKey);
  const scriptUrl = useService("apple-music")?.settings["sdkUrl"];
  const refresh = useAppleRefresh();
  const { take, link, reload, putAway } = appleMusicHere.getState();
  const onReport = (report: PlayerReport): void => {
    take(report);
    if (report.kind === "signed-in" && report.signedIn !== signedIn) void refresh();
  };
  return (
    <Panel label="Apple Music's player" className={styles.panel}>
      <PlayerFrame
        key={frameKey}
        src={PLAYER_PAGE}
        title="Apple Music in this browser"
        scriptUrl={typeof scriptUrl === "string" ? scriptUrl : MUSICKIT_URL}
        onReport={onReport}
        onLink={link}
      />
      {problem === null ? null : (
        <Banner
          tone="warning"
          actions={
            <Button
              size="small"
              onClick={problem === "script-unreachable" || problem === "device-gone" ? reload : putAway}
            >
              {problem === "script-unreachable" || problem === "device-gone" ? "Try again" : "All right"}
            </Button>
          }
        >
          <p>{TROUBLE[problem]}</p>
        </Banner>
      )}
      {playback === null ? (
        <EmptyState icon={<ListMusic size={30} />} title="Apple Music is quiet">
          <p>Play a song. Your other music stops first.</p>
        </EmptyState>
      ) : (
        <Song playback={playback} />
      )}
    </Panel>
  );
}

function Song({ playback }: { playback: OutsidePlayback }): ReactNode {
  const [volume, keepVolume] = useState(1);
  const { track, paused } = playback;
  return (
    <>
      <div className={styles.art}>
        <OutsideArt src={track.imageUrl} size="large" />
      </div>
      <div className={styles.words}>
        {track.preview ? <p className={styles.preview}>Preview</p> : null}
        <p className={styles.title}>{track.title}</p>
        <p className={styles.artist}>{[track.artists.join(", "), track.album].filter(Boolean).join(" · ")}</p>
      </div>
      <OutsideControls
        service="Apple Music"
        playback={playback}
        onToggle={() => steerAppleMusic({ kind: paused ? "resume" : "pause" })}
        onSkip={(way) => steerAppleMusic({ kind: way })}
        onSeek={(positionMs) => steerAppleMusic({ kind: "seek", positionMs })}
        volume={volume}
        onVolume={(share) => {
          keepVolume(share);
          steerAppleMusic({ kind: "volume", share });
        }}
      />
    </>
  );
}
