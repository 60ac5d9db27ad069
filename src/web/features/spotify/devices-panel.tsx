/** Where Spotify plays: this browser as a device of its own, and the listener's other devices. */
import { useQueryClient } from "@tanstack/react-query";
import { Laptop, RefreshCw, Smartphone, Speaker } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { SpotifyDevice, SpotifyStatus } from "../../../contracts/spotify.ts";
import { Button } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { PlayerFrame } from "../../services/player-frame.tsx";
import styles from "./devices-panel.module.css";
import { moveTo, spotifyHere } from "./spotify-playback.ts";
import { PLAYER_KEY, useSignIn, useSpotifyDevices } from "./spotify-queries.ts";
import { DEVICES_ID, TroubleBanner } from "./trouble-banner.tsx";

export const PLAYER_PAGE = "/services/spotify/player.html";

export function DevicesPanel({ status }: { status: SpotifyStatus }): ReactNode {
  const maySteer = status.allowed.includes("devices") || status.allowed.includes("player");
  return (
    <div id={DEVICES_ID}>
      <Panel title="Devices" actions={maySteer ? <RefreshDevices /> : undefined}>
        {status.allowed.includes("player") ? (
          <ThisBrowser sdkUrl={status.sdkUrl} />
        ) : (
          <AskFor status={status} purpose="player" label="Allow playing in this browser">
            Spotify's own player runs here in a frame apart. It needs your consent, and Spotify Premium.
          </AskFor>
        )}
        {maySteer ? (
          <OtherDevices />
        ) : (
          <AskFor status={status} purpose="devices" label="Allow steering your devices">
            Or let Spotify play on a phone, computer or speaker where it is open.
          </AskFor>
        )}
      </Panel>
    </div>
  );
}

interface AskForProps {
  status: SpotifyStatus;
  purpose: "player" | "devices";
  label: string;
  children: ReactNode;
}

function AskFor({ status, purpose, label, children }: AskForProps): ReactNode {
  const signIn = useSignIn();
  return (
    <div className={styles.ask}>
      <p className={styles.soft}>{children}</p>
      <Button
        size="small"
        busy={signIn.isPending}
        onClick={() => signIn.mutate([...new Set([...status.allowed, purpose])])}
      >
        {label}
      </Button>
      {signIn.isError ? <TroubleBanner error={signIn.error} /> : null}
    </div>
  );
}

function ThisBrowser({ sdkUrl }: { sdkUrl: string }): ReactNode {
  const frameKey = useStore(spotifyHere, (state) => state.frameKey);
  const { take, link } = spotifyHere.getState();
  return (
    <PlayerFrame
      key={frameKey}
      src={PLAYER_PAGE}
      title="Spotify in this browser"
      scriptUrl={sdkUrl}
      onReport={take}
      onLink={link}
    />
  );
}

function RefreshDevices(): ReactNode {
  const devices = useSpotifyDevices(true);
  return (
    <Button
      size="small"
      variant="quiet"
      busy={devices.isFetching}
      icon={<RefreshCw size={16} aria-hidden="true" />}
      onClick={() => void devices.refetch()}
    >
      Look again
    </Button>
  );
}

function OtherDevices(): ReactNode {
  const devices = useSpotifyDevices(true);
  const hereId = useStore(spotifyHere, (state) => state.deviceId);
  if (devices.isPending) return <Spinner />;
  if (devices.isError) return <TroubleBanner error={devices.error} onRetry={() => void devices.refetch()} />;
  const others = devices.data.devices.filter(({ id }) => id !== hereId);
  const { uncontrollable } = devices.data;
  return (
    <>
      {others.length === 0 ? (
        <p className={styles.soft}>No other device is on. Open Spotify on one and look again.</p>
      ) : (
        <ul className={styles.list} aria-label="Your Spotify devices">
          {others.map((device) => (
            <Device key={device.id} device={device} />
          ))}
        </ul>
      )}
      {uncontrollable === 0 ? null : (
        <p className={styles.soft}>
          {uncontrollable} more take{uncontrollable === 1 ? "s" : ""} no commands from outside.
        </p>
      )}
    </>
  );
}

function Device({ device }: { device: SpotifyDevice }): ReactNode {
  const client = useQueryClient();
  const Icon = device.type === "Smartphone" ? Smartphone : device.type === "Computer" ? Laptop : Speaker;
  const choose = async (): Promise<void> => {
    if (await moveTo(device.id)) await client.invalidateQueries({ queryKey: PLAYER_KEY });
  };
  return (
    <li className={styles.device}>
      <Icon size={20} aria-hidden="true" />
      <span className={styles.name}>
        {device.name}
        <span className={styles.soft}>{device.active ? `${device.type} · plays now` : device.type}</span>
      </span>
      <Button size="small" aria-label={`Play on ${device.name}`} onClick={() => void choose()}>
        Play there
      </Button>
    </li>
  );
}
