/**
 * The part of Spotify's Web Playback SDK that is used, and how it is loaded.
 * Reference: https://developer.spotify.com/documentation/web-playback-sdk/reference
 */
import { loadScript } from "../load-script.ts";

export interface SdkTrack {
  uri: string;
  name: string;
  duration_ms?: number;
  album: { name: string; images: readonly { url: string; height?: number | null }[] };
  artists: readonly { name: string }[];
}

export interface SdkState {
  paused: boolean;
  /** Milliseconds. */
  position: number;
  /** Milliseconds. */
  duration: number;
  track_window: { current_track: SdkTrack | null; next_tracks: readonly SdkTrack[] };
}

export interface SdkPlayer {
  connect(): Promise<boolean>;
  disconnect(): void;
  addListener(event: "ready" | "not_ready", listener: (device: { device_id: string }) => void): boolean;
  addListener(event: "player_state_changed", listener: (state: SdkState | null) => void): boolean;
  addListener(event: "autoplay_failed", listener: () => void): boolean;
  addListener(
    event: "initialization_error" | "authentication_error" | "account_error" | "playback_error",
    listener: (error: { message: string }) => void,
  ): boolean;
  activateElement(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  nextTrack(): Promise<void>;
  previousTrack(): Promise<void>;
  seek(positionMs: number): Promise<void>;
  /** 0..1. */
  setVolume(share: number): Promise<void>;
}

export interface SdkPlayerOptions {
  /** Shown among the listener's devices. */
  name: string;
  /** Called at every connect and whenever the token has expired. */
  getOAuthToken: (take: (token: string) => void) => void;
  volume: number;
}

export type SdkPlayerConstructor = new (options: SdkPlayerOptions) => SdkPlayer;

declare global {
  interface Window {
    Spotify?: { Player: SdkPlayerConstructor };
    onSpotifyWebPlaybackSDKReady?: () => void;
  }
}

/** @throws Error where the script cannot be loaded, or is not the SDK */
export async function loadSpotifySdk(url: string): Promise<SdkPlayerConstructor> {
  const isReady = new Promise<void>((resolve) => {
    window.onSpotifyWebPlaybackSDKReady = resolve;
  });
  await loadScript(url);
  // A script that loads but never calls back is something else at the SDK's address.
  const waitedEnough = new Promise<void>((resolve) => setTimeout(resolve, 10_000));
  await Promise.race([isReady, waitedEnough]);
  if (window.Spotify === undefined) throw new Error("the script is not the Web Playback SDK");
  return window.Spotify.Player;
}
