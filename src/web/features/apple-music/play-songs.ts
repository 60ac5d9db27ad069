/** Plays Apple Music songs in MusicKit's own queue, and says which one it is at. */
import { useStore } from "zustand";
import type { AppleMusicSong } from "../../../contracts/apple-music.ts";
import { appleMusicHere, steerAppleMusic } from "./apple-music-playback.ts";

/** From the first song, or the given one, on; those that cannot be played are left out. */
export function playSongs(songs: readonly AppleMusicSong[], first?: AppleMusicSong): void {
  const ids = songs.filter(({ playback }) => playback !== "none").map(({ id }) => id);
  if (ids.length === 0) return;
  steerAppleMusic({ kind: "play", ids, startAt: Math.max(0, first === undefined ? 0 : ids.indexOf(first.id)) });
}

export function useCurrentSong(): string | null {
  return useStore(appleMusicHere, (state) => state.playback?.track.id ?? null);
}
