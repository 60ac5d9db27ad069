/** The page's one follower: the mood store drives it, the player obeys it. */
import { useStore } from "zustand";
import { api } from "../api-client.ts";
import { useMoodStore } from "../mood-store.ts";
import { createMoodFollower, type FollowerState } from "./mood-follower.ts";
import { playerStore } from "./player-store.ts";

const follower = createMoodFollower({ player: playerStore, createPlaylist: api.createPlaylist });

/** Reads the follower in a component. */
export function useFollowerStore<Part>(select: (state: FollowerState) => Part): Part {
  return useStore(follower.store, select);
}

/** Lets the music follow the mood store from now on. Returns how to stop. */
export function followMoodStore(): () => void {
  follower.follow(useMoodStore.getState().musicTarget);
  return useMoodStore.subscribe((state, before) => {
    if (state.musicTarget !== before.musicTarget) follower.follow(state.musicTarget);
  });
}

/** Asks once more for the mood in force, as after a scan brought songs. */
export function refreshMusic(): void {
  follower.store.getState().refresh();
}
