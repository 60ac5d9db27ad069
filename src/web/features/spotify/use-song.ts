/** What Spotify plays, wherever it does: this browser's own word first, else what our server heard of another device. */
import { useStore } from "zustand";
import type { OutsidePlayback } from "../../services/frame-protocol.ts";
import { remotePlayback, spotifyHere, useSpotifyPlayback } from "./spotify-playback.ts";

export interface Playing {
  playback: OutsidePlayback | null;
  here: boolean;
}

export function usePlaying(): Playing {
  const here = useStore(spotifyHere, (state) => state.playback);
  const remote = useSpotifyPlayback((state) => state.remote);
  return here === null ? { playback: remotePlayback(remote), here: false } : { playback: here, here: true };
}

export function useSongUri(): string | null {
  return usePlaying().playback?.track.id ?? null;
}
