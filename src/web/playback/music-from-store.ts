/**
 * Which music the mood picks: the listener's own, or a streaming service's, whose music its rules keep apart. It follows
 * whoever plays: a player that takes the loudspeaker is the one that the mood speaks to.
 */
import { create } from "zustand";
import { audioOwner, onAudioOwner } from "./audio-focus.ts";

export type MusicFrom = "own" | "spotify" | "apple-music";

/** Owners of the loudspeaker that are services; everybody else plays music of our own. */
const SERVICES: ReadonlySet<string> = new Set<MusicFrom>(["spotify", "apple-music"]);

function isService(owner: string): owner is "spotify" | "apple-music" {
  return SERVICES.has(owner);
}

export const useMusicFrom = create<{ from: MusicFrom; choose: (from: MusicFrom) => void }>((set) => ({
  from: "own",
  choose: (from) => set({ from }),
}));

/** Whether a change of mood may change, or start, the songs of our own. */
export function moodPicksOwnMusic(): boolean {
  const owner = audioOwner();
  return useMusicFrom.getState().from === "own" && (owner === null || owner === "player");
}

onAudioOwner((owner) => {
  if (owner !== null) useMusicFrom.setState({ from: isService(owner) ? owner : "own" });
});
