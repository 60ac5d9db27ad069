/** Spotify's own player: what plays, its controls, which mood comes after the song, and what comes next in its queue. */
import { useQueryClient } from "@tanstack/react-query";
import { FastForward, ListMusic } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import type { OutsidePlayback } from "../../services/frame-protocol.ts";
import { OutsideControls } from "../../services/outside-controls.tsx";
import { moodWord } from "../mood-display/emotion-order.ts";
import { OutsideArt } from "../../services/outside-art.tsx";
import styles from "./player-panel.module.css";
import { PLAYER_TROUBLE, type PlayerTrouble } from "./player-words.ts";
import { bringPending } from "./spotify-follower.ts";
import { SpotifyLink } from "./spotify-link.tsx";
import { pause, resume, seek, setVolume, skip, spotifyHere, useSpotifyPlayback } from "./spotify-playback.ts";
import { fetchListBy, useSignIn, useSpotifyQueue, useSpotifyStatus } from "./spotify-queries.ts";
import { showDevices, TroubleBanner } from "./trouble-banner.tsx";
import { usePlaying } from "./use-song.ts";

const WEB = "https://open.spotify.com";

/** The song's page at Spotify, from its URI. */
export function songPage(uri: string): string {
  const id = /^spotify:track:(\w+)$/.exec(uri)?.[1];
  return id === undefined ? WEB : `${WEB}/track/${id}`;
}

export function PlayerPanel(): ReactNode {
  const { playback, here } = usePlaying();
  const error = useSpotifyPlayback((state) => state.error);
  return (
    <Panel label="Spotify's player" className={styles.panel}>
      <PendingMood />
      <ProblemHere />
      {error === null ? null : <TroubleBanner error={error} />}
      {playback === null ? (
        <div className={styles.quiet}>
          <ListMusic size={24} aria-hidden="true" />
          <p>
            <strong>Spotify is quiet.</strong> Play a list, or a song of it. Your other music stops first.
          </p>
        </div>
      ) : (
        <Song playback={playback} here={here} />
      )}
    </Panel>
  );
}

function Song({ playback, here }: { playback: OutsidePlayback; here: boolean }): ReactNode {
  const { track, paused } = playback;
  const device = useSpotifyPlayback((state) => state.remote?.device ?? null);
  const [volume, keepVolume] = useState(0.7);
  const loudness = here ? volume : device?.volumePercent === null ? null : (device?.volumePercent ?? 70) / 100;
  const page = songPage(track.id);
  return (
    <>
      <a
        className={styles.art}
        href={page}
        target="_blank"
        rel="noreferrer noopener"
        aria-label={`${track.title} at Spotify`}
      >
        <OutsideArt src={track.imageUrl} size="large" />
      </a>
      <div className={styles.words}>
        <p className={styles.title}>{track.title}</p>
        <p className={styles.artist}>{[track.artists.join(", "), track.album].filter(Boolean).join(" · ")}</p>
        <p className={styles.artist}>
          {here ? "In this browser" : `On ${device?.name ?? "another device"}`} ·{" "}
          <SpotifyLink href={page} what={track.title} />
        </p>
      </div>
      <OutsideControls
        service="Spotify"
        playback={playback}
        onToggle={() => void (paused ? resume() : pause())}
        onSkip={(way) => void skip(way)}
        onSeek={(positionMs) => void seek(positionMs)}
        volume={loudness}
        onVolume={(share) => {
          keepVolume(share);
          void setVolume(share);
        }}
      />
      <NextSongs playback={playback} here={here} />
    </>
  );
}

/** What comes next: told by the player here, asked of Spotify for another device once it is opened. */
function NextSongs({ playback, here }: { playback: OutsidePlayback; here: boolean }): ReactNode {
  const [open, setOpen] = useState(false);
  const asked = useSpotifyQueue(open && !here);
  const titles = here ? playback.next : (asked.data?.next.map(({ title }) => title) ?? []);
  return (
    <details className={styles.next} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Next at Spotify</summary>
      {asked.isError && !here ? <TroubleBanner error={asked.error} /> : null}
      {titles.length === 0 ? (
        <p className={styles.artist}>Nothing comes after this song yet.</p>
      ) : (
        <ol aria-label="Next at Spotify">
          {titles.slice(0, 20).map((title, place) => (
            // The same song may come twice.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={`${place} ${title}`}>{title}</li>
          ))}
        </ol>
      )}
    </details>
  );
}

/** The mood changed while a song plays: what follows, and the way to have it now. */
function PendingMood(): ReactNode {
  const client = useQueryClient();
  const pending = useSpotifyPlayback((state) => state.pending);
  if (pending === null) return null;
  return (
    <div className={styles.pending} data-mood={pending}>
      <output className={styles.pendingWords}>
        After this song: <strong>{moodWord(pending)}</strong>
      </output>
      <Button
        size="small"
        icon={<FastForward size={16} aria-hidden="true" />}
        onClick={() => void bringPending(fetchListBy(client))}
      >
        Change now
      </Button>
    </div>
  );
}

function ProblemHere(): ReactNode {
  const problem = useStore(spotifyHere, (state) => state.problem);
  if (problem === null) return null;
  const trouble = PLAYER_TROUBLE[problem];
  return (
    <Banner tone="warning" actions={<ProblemButton way={trouble.way} />}>
      <p>{trouble.sentence}</p>
    </Banner>
  );
}

function ProblemButton({ way }: { way: PlayerTrouble["way"] }): ReactNode {
  const signIn = useSignIn();
  const allowed = useSpotifyStatus().data?.allowed ?? [];
  switch (way) {
    case "reload":
      return (
        <Button size="small" onClick={() => spotifyHere.getState().reload()}>
          Try again
        </Button>
      );
    case "connect":
      return (
        <Button
          size="small"
          busy={signIn.isPending}
          onClick={() => signIn.mutate([...new Set([...allowed, "player" as const])])}
        >
          Connect again
        </Button>
      );
    case "device":
    case "press":
      return (
        <Button size="small" onClick={showDevices}>
          Show devices
        </Button>
      );
    case "next":
      return (
        <Button size="small" onClick={() => void skip("next")}>
          Next song
        </Button>
      );
    default:
      return (
        <Button size="small" onClick={() => spotifyHere.getState().putAway()}>
          All right
        </Button>
      );
  }
}
