/**
 * The part of MusicKit JS v3 that is used, and how it is loaded.
 * Reference: https://js-cdn.music.apple.com/musickit/v3/docs/
 */
import { loadScript } from "../load-script.ts";

export interface MediaItem {
  id: string;
  title: string;
  artistName: string;
  albumName?: string;
  artworkURL?: string;
  /** Milliseconds. */
  playbackDuration?: number;
}

/** MusicKit.PlaybackStates, those that are told apart here. */
export const PLAYBACK_STATE = { playing: 2, paused: 3, stopped: 4, ended: 5, completed: 10 } as const;

export type MusicKitEvent =
  | "playbackStateDidChange"
  | "nowPlayingItemDidChange"
  | "mediaPlaybackError"
  | "authorizationStatusDidChange";

export interface MusicKitInstance {
  readonly isAuthorized: boolean;
  /** True where only parts of songs can be heard: nobody is signed in, or without a subscription. */
  readonly previewOnly: boolean;
  readonly playbackState: number;
  readonly nowPlayingItem: MediaItem | null | undefined;
  readonly nowPlayingItemIndex: number;
  /** Seconds. */
  readonly currentPlaybackTime: number;
  /** Seconds. */
  readonly currentPlaybackDuration: number;
  readonly queue: { readonly items: readonly MediaItem[] };
  /** 0..1. */
  volume: number;
  /** Opens Apple's own window; resolves with a token that MusicKit keeps, rejects where the listener closes it. */
  authorize(): Promise<string>;
  unauthorize(): Promise<void>;
  setQueue(queue: { songs: readonly string[]; startWith: number; startPlaying: boolean }): Promise<unknown>;
  play(): Promise<void>;
  pause(): void | Promise<void>;
  skipToNextItem(): Promise<void>;
  skipToPreviousItem(): Promise<void>;
  seekToTime(seconds: number): Promise<void>;
  addEventListener(event: MusicKitEvent, listener: (event: { name?: string }) => void): void;
  /** Apple Music API; adds the tokens by itself. */
  api: { music(path: string, parameters?: Readonly<Record<string, unknown>>): Promise<{ data: unknown }> };
}

interface MusicKitModule {
  configure(options: { developerToken: string; app: { name: string; build: string } }): Promise<MusicKitInstance>;
}

declare global {
  interface Window {
    MusicKit?: MusicKitModule;
  }
}

/** @throws Error where the script cannot be loaded, or is not MusicKit */
export async function loadMusicKit(url: string, developerToken: string): Promise<MusicKitInstance> {
  await loadScript(url);
  if (window.MusicKit === undefined) throw new Error("the script is not MusicKit");
  return await window.MusicKit.configure({ developerToken, app: { name: "MoodSync", build: "1" } });
}
