/** Keys and media keys for composed music while it has the loudspeaker; otherwise they are the song player's. */
import type { StoreApi } from "zustand/vanilla";
import { onAudioOwner } from "../playback/audio-focus.ts";
import { isForPlayer, VOLUME_STEP } from "../playback/keyboard-shortcuts.ts";
import { playerStore } from "../playback/player-store.ts";
import { describeMood } from "../../core/affect/mood-words.ts";
import { composedInFront, live, piecePlayer } from "./page-composing.ts";

const SEEK_STEP_MS = 5000;

interface Commands {
  play: () => void;
  pause: () => void;
  toggle: () => void;
  next: () => void;
  seekBy: (ms: number) => void;
}

function commands(): Commands | null {
  const inFront = composedInFront();
  if (inFront === "live") {
    const { play, pause, toggle, another } = live.store.getState();
    return { play, pause, toggle, next: another, seekBy: () => undefined };
  }
  if (inFront === null) return null;
  const { play, pause, toggle, seek, positionMs } = piecePlayer.store.getState();
  return { play, pause, toggle, next: () => undefined, seekBy: (ms) => seek(positionMs + ms) };
}

function actionFor({ key, shiftKey }: KeyboardEvent, { toggle, next, seekBy }: Commands): (() => void) | null {
  const { volume, setVolume } = playerStore.getState();
  const plain: Record<string, () => void> = {
    " ": toggle,
    ArrowLeft: () => seekBy(-SEEK_STEP_MS),
    ArrowRight: () => seekBy(SEEK_STEP_MS),
  };
  const shifted: Record<string, () => void> = {
    ArrowRight: next,
    ArrowUp: () => setVolume(volume + VOLUME_STEP),
    ArrowDown: () => setVolume(volume - VOLUME_STEP),
  };
  return (shiftKey ? shifted : plain)[key] ?? null;
}

function onKey(event: KeyboardEvent): void {
  const inFront = isForPlayer(event) ? commands() : null;
  const act = inFront === null ? null : actionFor(event, inFront);
  if (act === null) return;
  event.preventDefault();
  act();
}

/** Listens on the document; to be called before the song player binds its keys. Returns how to stop. */
export function bindComposingKeys(): () => void {
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

const ACTIONS = [
  "play",
  "pause",
  "stop",
  "nexttrack",
  "previoustrack",
  "seekto",
  "seekforward",
  "seekbackward",
] as const;

function takeMediaKeys(session: MediaSession): void {
  const handlers: Partial<Record<MediaSessionAction, () => void>> = {
    play: () => commands()?.play(),
    pause: () => commands()?.pause(),
    stop: () => commands()?.pause(),
    nexttrack: () => commands()?.next(),
    seekforward: () => commands()?.seekBy(SEEK_STEP_MS),
    seekbackward: () => commands()?.seekBy(-SEEK_STEP_MS),
  };
  for (const action of ACTIONS) {
    try {
      session.setActionHandler(action, handlers[action] ?? null);
    } catch {
      // A browser that does not know this action keeps the others.
    }
  }
}

function describe(session: MediaSession): void {
  const inFront = composedInFront();
  if (inFront === null) return;
  const { status, mood } =
    inFront === "live"
      ? live.store.getState()
      : { status: piecePlayer.store.getState().status, mood: piecePlayer.store.getState().piece?.mood ?? null };
  const word = mood === null ? "" : ` (${describeMood(mood.emotion ?? mood)})`;
  session.metadata = new MediaMetadata({ title: `Composed for you${word}`, artist: "MoodSync" });
  session.playbackState = status === "playing" || status === "loading" ? "playing" : "paused";
  session.setPositionState();
}

/** Shows composed music to the system, and takes its commands, while it has the loudspeaker. Returns how to stop. */
export function bindComposingMediaSession(): () => void {
  if (!("mediaSession" in navigator)) return () => undefined;
  const session = navigator.mediaSession;
  const tell = (state: { status: string }, before: { status: string }): void => {
    if (state.status !== before.status) describe(session);
  };
  const stops = [
    onAudioOwner(() => {
      if (composedInFront() === null) return;
      takeMediaKeys(session);
      describe(session);
    }),
    watch(live.store, (state, before) => {
      tell(state, before);
      if (state.mood?.emotion !== before.mood?.emotion && state.mood !== null) describe(session);
    }),
    watch(piecePlayer.store, tell),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function watch<State>(store: StoreApi<State>, changed: (state: State, before: State) => void): () => void {
  return store.subscribe(changed);
}
