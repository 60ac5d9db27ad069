/** MusicKit's player as the page steers it, through its frame. It and our other players fall silent for each other. */
import { claimAudio } from "../../playback/audio-focus.ts";
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
