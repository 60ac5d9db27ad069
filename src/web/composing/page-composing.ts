/** The page's one stage, live session and player of pieces; nothing is loaded before it is asked for. */
import { useStore } from "zustand";
import { useMoodStore } from "../mood-store.ts";
import { audioOwner } from "../playback/audio-focus.ts";
import { playerStore } from "../playback/player-store.ts";
import type { PlayerState } from "../playback/player-state.ts";
import { createComposerClient, type ComposerClient } from "./composer-client.ts";
import { createLiveSession, LIVE, type LiveState } from "./live-session.ts";
import { moodOfTarget } from "./mood-journey.ts";
import { createPageSynth } from "./page-synth.ts";
import { createPiecePlayer, PIECES, type PiecePlayState } from "./piece-player.ts";
import { drawSeed } from "./seeds.ts";
import { createStage } from "./stage.ts";

function newComposer(name: string): ComposerClient {
  return createComposerClient(
    () => new Worker(new URL("./composer-worker.ts", import.meta.url), { type: "module", name }),
  );
}

/** A worker of its own for whole pieces, so that composing one never starves live music. */
export const pieceComposer = newComposer("composer of pieces");
const liveComposer = newComposer("live composer");

/** Large buffers: what is heard is planned ahead, and a busy machine must not make it stutter. */
const stage = createStage(() => new AudioContext({ latencyHint: "playback" }), createPageSynth);

const timers = {
  isHidden: () => document.hidden,
  setTimer: (callback: () => void, ms: number) => window.setTimeout(callback, ms),
  clearTimer: (timer: number) => window.clearTimeout(timer),
};

export const live = createLiveSession({
  composer: liveComposer,
  stage,
  nowMs: () => performance.now(),
  newSeed: drawSeed,
  ...timers,
});

export const piecePlayer = createPiecePlayer({ stage, ...timers });

/** Reads live music in a component. */
export function useLive<Part>(select: (state: LiveState) => Part): Part {
  return useStore(live.store, select);
}

/** Reads the player of pieces in a component. */
export function usePiecePlayer<Part>(select: (state: PiecePlayState) => Part): Part {
  return useStore(piecePlayer.store, select);
}

/** Loads what live music needs and composes its opening, so that the first press sounds at once. */
export function prepareLive(): void {
  live.store.getState().standBy();
  // What fails here is met again, and told, when it is asked for.
  stage.prepare().catch(() => undefined);
}

function takeVolume({ volume, muted }: Pick<PlayerState, "volume" | "muted">): void {
  // As the song player does: loudness is felt about as the square of the amplitude.
  stage.setVolume(muted ? 0 : volume * volume);
}

function followMood(): void {
  const { musicTarget } = useMoodStore.getState();
  if (musicTarget !== null) live.store.getState().follow(moodOfTarget(musicTarget));
}

/** Joins composed music to the listener's mood and volume from now on. Returns how to stop. */
export function joinComposing(): () => void {
  takeVolume(playerStore.getState());
  followMood();
  const stops = [
    playerStore.subscribe((state, before) => {
      if (state.volume !== before.volume || state.muted !== before.muted) takeVolume(state);
    }),
    useMoodStore.subscribe((state, before) => {
      if (state.musicTarget !== before.musicTarget) followMood();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** What keys and media keys command now: live music or a piece, whichever has the loudspeaker; null where neither has. */
export function composedInFront(): "live" | "piece" | null {
  const owner = audioOwner();
  if (owner === LIVE) return "live";
  return owner === PIECES ? "piece" : null;
}
