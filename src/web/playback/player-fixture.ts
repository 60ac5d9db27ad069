/** A player without sound, and promises settled from outside, for the tests of this folder. */
import type { StoreApi } from "zustand/vanilla";
import { createPlayer } from "./player.ts";
import type { PlayerState } from "./player-state.ts";

function nothing(): undefined {
  return undefined;
}

/** Queue and state work as in the page; nothing is heard, sent or kept. */
export function silentPlayer(): StoreApi<PlayerState> {
  return createPlayer({
    createDeck: () => ({
      load: nothing,
      prepare: nothing,
      play: nothing,
      pause: nothing,
      seek: nothing,
      setVolume: nothing,
      clear: nothing,
    }),
    recorder: { running: nothing, halted: nothing, finish: nothing, leave: nothing },
    audioUrl: String,
    explainFailure: async () => ({ kind: "undecodable" }),
    onSkip: nothing,
    say: nothing,
    volume: 0.5,
    keepVolume: nothing,
  });
}

export interface Deferred<Value> {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
}

/** A promise that the test resolves when it wants. */
export function deferred<Value>(): Deferred<Value> {
  const made: Partial<Deferred<Value>> = {};
  const promise = new Promise<Value>((resolve) => {
    made.resolve = resolve;
  });
  return { promise, resolve: (value) => made.resolve?.(value) };
}
