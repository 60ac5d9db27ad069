/** Spotify's own view: its lists, its queue and its player, never mixed with the page's other music. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { Link } from "wouter";
import type { SpotifyStatus } from "../../../contracts/spotify.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { clockTime } from "../../services/time-words.ts";
import { DisconnectButton } from "../services/disconnect-button.tsx";
import { MoodStrip } from "../services/mood-strip.tsx";
import { SCREEN_PATHS } from "../shell/screens.ts";
import { RestingNote } from "./age-note.tsx";
import { DevicesPanel } from "./devices-panel.tsx";
import { MoodListPanel } from "./mood-list-panel.tsx";
import { MoodMapPanel } from "./mood-map-panel.tsx";
import { OutcomeBanner } from "./outcome-banner.tsx";
import { PlayerPanel } from "./player-panel.tsx";
import { useRemoteWatch } from "./remote-watch.tsx";
import { SearchPanel } from "./search-panel.tsx";
import { SetupGuide } from "./setup-guide.tsx";
import { followMood } from "./spotify-follower.ts";
import { SpotifyLink } from "./spotify-link.tsx";
import { closePlayer } from "./spotify-playback.ts";
import { fetchListBy, useSignIn, useSpotifyStatus } from "./spotify-queries.ts";
import styles from "./spotify-screen.module.css";

const SPOTIFY = { id: "spotify", name: "Spotify" } as const;

/** `shown` is false while another screen is looked at: the player lives on, nothing is asked meanwhile. */
export function SpotifyScreen({ shown }: { shown: boolean }): ReactNode {
  const status = useSpotifyStatus();
  const { data } = status;
  const connected = data?.connected ?? false;
  return (
    <div className={styles.screen}>
      <div className={styles.head}>
        <h1 className={styles.title}>Spotify</h1>
        <div className={styles.links}>
          {connected && data?.account ? (
            <span>
              Connected as <strong>{data.account.name}</strong>
            </span>
          ) : null}
          <SpotifyLink href="https://open.spotify.com">Open Spotify</SpotifyLink>
          <Link href={SCREEN_PATHS.services}>All music services</Link>
          <DisconnectButton service={SPOTIFY} connected={connected} onBefore={() => void closePlayer()} />
        </div>
      </div>
      <OutcomeBanner />
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
      {data === undefined ? null : connected ? <Connected status={data} shown={shown} /> : <SetupGuide status={data} />}
    </div>
  );
}

function Connected({ status, shown }: { status: SpotifyStatus; shown: boolean }): ReactNode {
  const client = useQueryClient();
  const maySteer = status.allowed.includes("devices") || status.allowed.includes("player");
  useRemoteWatch(shown && maySteer);
  useEffect(() => followMood(fetchListBy(client)), [client]);
  return (
    <>
      <RestingNote />
      {status.problem === null ? null : <ProblemBanner status={status} />}
      <EndNote status={status} />
      <div className={styles.board}>
        <div className={styles.mood}>
          <MoodStrip service="Spotify" />
        </div>
        <div className={styles.player}>
          <PlayerPanel />
        </div>
        <div className={styles.list}>
          <MoodListPanel status={status} />
        </div>
        <div className={styles.devices}>
          <DevicesPanel status={status} />
        </div>
      </div>
      <MoodMapPanel />
      <SearchPanel />
    </>
  );
}

function ProblemBanner({ status }: { status: SpotifyStatus }): ReactNode {
  const signIn = useSignIn();
  const again = status.problem?.code === "spotify.sign-in-ended";
  return (
    <Banner
      tone="warning"
      actions={
        again ? (
          <Button
            size="small"
            busy={signIn.isPending}
            onClick={() => signIn.mutate(status.allowed.length > 0 ? status.allowed : ["lists"])}
          >
            Connect again
          </Button>
        ) : undefined
      }
    >
      <p>{status.problem?.message}</p>
    </Banner>
  );
}

const WARN_BEFORE_MS = 14 * 24 * 3_600_000;

/** Two weeks before Spotify ends the sign-in, it can be renewed in peace. */
function EndNote({ status }: { status: SpotifyStatus }): ReactNode {
  const signIn = useSignIn();
  const { endsAtMs, connectedAtMs } = status;
  const client = useQueryClient();
  const heardAtMs = client.getQueryState(["spotify", "status"])?.dataUpdatedAt ?? connectedAtMs ?? 0;
  if (endsAtMs === null || endsAtMs - heardAtMs > WARN_BEFORE_MS) return null;
  const day = new Date(endsAtMs).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
  return (
    <Banner
      tone="info"
      actions={
        <Button size="small" busy={signIn.isPending} onClick={() => signIn.mutate(status.allowed)}>
          Renew now
        </Button>
      }
    >
      <p>
        Spotify ends this sign-in on {day}, {clockTime(endsAtMs, endsAtMs)}, six months after it was given.
      </p>
    </Banner>
  );
}
