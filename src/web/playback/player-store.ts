/** The page's one player: the parts of player.ts put together with the real deck, server and messages. */
import { useStore } from "zustand";
import { api, audioUrl } from "../api-client.ts";
import { notify } from "../design/notices-store.ts";
import { createAudioDeck } from "./audio-deck.ts";
import { explainFailure } from "./explain-failure.ts";
import { keepVolume, readVolume } from "./kept-volume.ts";
import { createPlayRecorder } from "./play-recorder.ts";
import { createPlayer } from "./player.ts";
import type { PlayerState } from "./player-state.ts";

const recorder = createPlayRecorder({
  startPlay: api.startPlay,
  updatePlay: api.updatePlay,
  now: () => performance.now(),
});

export const playerStore = createPlayer({
  createDeck: createAudioDeck,
  recorder,
  audioUrl,
  explainFailure,
  onSkip: ({ track, origin }) => {
    // A skip that cannot be noted must not hold up the next song.
    api.giveFeedback({ trackId: track.id, kind: "skip", playlistId: origin?.id ?? null }).catch(() => undefined);
  },
  say: notify,
  volume: readVolume(),
  keepVolume,
});

/** Reads the player in a component. */
export function usePlayerStore<Part>(select: (state: PlayerState) => Part): Part {
  return useStore(playerStore, select);
}

/** Sends what was heard when the page goes away. */
export function recordOnLeave(): void {
  addEventListener("pagehide", () => recorder.leave());
}
