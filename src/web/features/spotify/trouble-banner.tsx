/** A refusal by Spotify with its way out: what the server says in its own sentence, and the button that helps. */
import type { ReactNode } from "react";
import type { SpotifyPurpose } from "../../../contracts/spotify.ts";
import { SPOTIFY_PURPOSES } from "../../../contracts/spotify-purposes.ts";
import { ApiError, errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { wayOutOf } from "./player-words.ts";
import { useSignIn, useSpotifyStatus } from "./spotify-queries.ts";

/** Where the devices are listed on the screen. */
export const DEVICES_ID = "spotify-devices";

export function showDevices(): void {
  const devices = document.getElementById(DEVICES_ID);
  devices?.scrollIntoView({ block: "center" });
  devices?.querySelector<HTMLElement>("button, iframe")?.focus();
}

function purposeIn(error: unknown): SpotifyPurpose | null {
  const named = error instanceof ApiError ? error.details?.["purpose"] : undefined;
  return SPOTIFY_PURPOSES.find((purpose) => purpose === named) ?? null;
}

export interface TroubleBannerProps {
  error: unknown;
  /** Asks once more; offered where nothing better helps. */
  onRetry?: () => void;
}

export function TroubleBanner({ error, onRetry }: TroubleBannerProps): ReactNode {
  const code = error instanceof ApiError ? error.code : "";
  return (
    <Banner tone="error" actions={<WayOutButton code={code} purpose={purposeIn(error)} onRetry={onRetry} />}>
      <p>{errorMessage(error)}</p>
    </Banner>
  );
}

interface WayOutButtonProps {
  code: string;
  purpose: SpotifyPurpose | null;
  onRetry?: (() => void) | undefined;
}

function WayOutButton({ code, purpose, onRetry }: WayOutButtonProps): ReactNode {
  const allowed = useSpotifyStatus().data?.allowed ?? [];
  const signIn = useSignIn();
  switch (wayOutOf(code)) {
    case "allow":
      return (
        <Button
          size="small"
          busy={signIn.isPending}
          onClick={() => signIn.mutate([...new Set([...allowed, purpose ?? "devices"])])}
        >
          Allow it at Spotify
        </Button>
      );
    case "connect":
      return (
        <Button
          size="small"
          busy={signIn.isPending}
          onClick={() => signIn.mutate(allowed.length > 0 ? allowed : ["lists"])}
        >
          Connect again
        </Button>
      );
    case "device":
      return (
        <Button size="small" onClick={showDevices}>
          Choose a device
        </Button>
      );
    case "spotify":
      return <a href="https://open.spotify.com">Open Spotify</a>;
    default:
      return onRetry === undefined ? null : (
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      );
  }
}
