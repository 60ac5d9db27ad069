/** MusicKit's player as the page steers it, through its frame. It and our other players fall silent for each other. */
import { claimAudio, releaseAudio } from "../../playback/audio-focus.ts";
import { useMusicFrom } from "../../playback/music-from-store.ts";
import type { PlayerCommand } from "../../services/frame-protocol.ts";
import { createOutsidePlayer } from "../../services/outside-player.ts";

function claim(): void {
  claimAudio("apple-music", () => command({ kind: "pause" }));
}

export const appleMusicHere = createOutsidePlayer(claim);

function command(given: PlayerCommand): void {
  appleMusicHere.getState().send?.(given);
}

/** Anything that makes sound claims the loudspeaker first, so that nothing overlaps. */
export function steerAppleMusic(given: PlayerCommand): void {
  if (["play", "resume", "next", "previous"].includes(given.kind)) claim();
  command(given);
}

/** Falls silent and lets MusicKit forget who was signed in, as before a disconnect; the mood picks from the own songs again. */
export function closeAppleMusic(): void {
  command({ kind: "pause" });
  command({ kind: "sign-out" });
  releaseAudio("apple-music");
  const { from, choose } = useMusicFrom.getState();
  if (from === "apple-music") choose("own");
}
