/** The page's one follower: the mood store drives it, the player obeys it. */
import { useStore } from "zustand";
import { api } from "../api-client.ts";
import { useMoodStore } from "../mood-store.ts";
import { onAudioOwner } from "./audio-focus.ts";
import { createMoodFollower, type FollowerState } from "./mood-follower.ts";
import { moodPicksOwnMusic, useMusicFrom } from "./music-from-store.ts";
import { playerStore } from "./player-store.ts";

const follower = createMoodFollower({ player: playerStore, createPlaylist: api.createPlaylist });

/** Reads the follower in a component. */
export function useFollowerStore<Part>(select: (state: FollowerState) => Part): Part {
  return useStore(follower.store, select);
}

function follow(): void {
  if (!moodPicksOwnMusic()) return;
  const { musicTarget, choice } = useMoodStore.getState();
  // A photo is read, not said, also where it outranks the camera for a while.
  follower.follow(musicTarget, choice !== null && choice.source !== "photo");
}

/** How the songs follow the mood from now on: match, shift or hold. */
export const { choosePlan, dragWay, placeOfMusic } = follower;

/**
 * Lets the songs follow the mood store from now on, wherever the mood picks from them: not while a service plays, and
 * from the mood then in force once they are back. Returns how to stop.
 */
export function followMoodStore(): () => void {
  follow();
  const stops = [
    useMoodStore.subscribe((state, before) => {
      if (state.musicTarget !== before.musicTarget) follow();
    }),
    useMusicFrom.subscribe(follow),
    onAudioOwner((owner) => {
      if (owner === "player") follow();
      else if (owner !== null) follower.abandon();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Asks once more for the mood in force, as after a scan brought songs. */
export function refreshMusic(): void {
  if (moodPicksOwnMusic()) follower.store.getState().refresh();
}
