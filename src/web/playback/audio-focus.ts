/**
 * One sound at a time: whoever starts to play claims the loudspeaker, and whoever held it is stopped.
 * Players are named, not known: the song player, live composing and the music services meet here alone.
 */
import { createStore } from "zustand/vanilla";

interface Focus {
  /** Who plays, or played last without giving the loudspeaker back. Null: nobody. */
  owner: string | null;
}

const focus = createStore<Focus>(() => ({ owner: null }));
let stopOwner: (() => void) | null = null;

/**
 * Takes the loudspeaker and stops whoever else holds it; a repeated claim only replaces the owner's `stop`.
 * @param owner a name of one's own, such as `player`
 * @param stop falls silent when another claims; it may release, and must not claim
 */
export function claimAudio(owner: string, stop: () => void): void {
  const stopBefore = focus.getState().owner === owner ? null : stopOwner;
  // Before the other is stopped, so that what it does on its way out finds the new owner.
  stopOwner = stop;
  focus.setState({ owner });
  stopBefore?.();
}

/** Gives the loudspeaker back; nothing happens where another holds it by now. */
export function releaseAudio(owner: string): void {
  if (focus.getState().owner !== owner) return;
  stopOwner = null;
  focus.setState({ owner: null });
}

/** Who holds the loudspeaker. */
export function audioOwner(): string | null {
  return focus.getState().owner;
}

/** Calls `changed` whenever another holds the loudspeaker, or nobody. Returns how to stop. */
export function onAudioOwner(changed: (owner: string | null, before: string | null) => void): () => void {
  return focus.subscribe((state, before) => {
    if (state.owner !== before.owner) changed(state.owner, before.owner);
  });
}
