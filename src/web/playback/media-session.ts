/** Media keys, headset buttons and the lock screen: shows the song there and takes its commands. */
import type { StoreApi } from "zustand/vanilla";
import { coverUrl } from "../api-client.ts";
import { audioOwner, onAudioOwner } from "./audio-focus.ts";
import { PLAYER } from "./player.ts";
import type { PlayerState } from "./player-state.ts";

const SEEK_STEP_MS = 10_000;

function describe(session: MediaSession, { current }: PlayerState): void {
  if (current === null) {
    session.metadata = null;
    return;
  }
  const { id, title, artist, album, hasCover } = current.track;
  session.metadata = new MediaMetadata({
    title,
    artist: artist ?? "",
    album: album ?? "",
    artwork: hasCover ? [{ src: new URL(coverUrl(id), location.href).href }] : [],
  });
}

function tellPosition(session: MediaSession, { durationMs, positionMs }: PlayerState): void {
  if (durationMs === null || durationMs <= 0) {
    session.setPositionState();
    return;
  }
  session.setPositionState({
    duration: durationMs / 1000,
    position: Math.min(durationMs, Math.max(0, positionMs)) / 1000,
    playbackRate: 1,
  });
}

function stepMs(seconds: number | undefined): number {
  return seconds === undefined ? SEEK_STEP_MS : seconds * 1000;
}

function takeCommands(session: MediaSession, player: StoreApi<PlayerState>): void {
  const state = (): PlayerState => player.getState();
  const handlers: [MediaSessionAction, MediaSessionActionHandler][] = [
    ["play", () => state().play()],
    ["pause", () => state().pause()],
    ["stop", () => state().pause()],
    ["nexttrack", () => state().next()],
    ["previoustrack", () => state().previous()],
    ["seekto", ({ seekTime }) => (seekTime === undefined ? undefined : state().seek(seekTime * 1000))],
    ["seekforward", ({ seekOffset }) => state().seek(state().positionMs + stepMs(seekOffset))],
    ["seekbackward", ({ seekOffset }) => state().seek(state().positionMs - stepMs(seekOffset))],
  ];
  for (const [action, handler] of handlers) {
    try {
      session.setActionHandler(action, handler);
    } catch {
      // A browser that does not know this action keeps the others.
    }
  }
}

/** Whether the session shows the songs: not while another player of the page has the loudspeaker. */
function isShown(): boolean {
  const owner = audioOwner();
  return owner === null || owner === PLAYER;
}

/** Binds a player to the browser's media session, where it has one. Returns how to unbind. */
export function bindMediaSession(player: StoreApi<PlayerState>): () => void {
  if (!("mediaSession" in navigator)) return () => undefined;
  const session = navigator.mediaSession;
  const show = (state: PlayerState): void => {
    describe(session, state);
    session.playbackState = playbackStateOf(state);
    tellPosition(session, state);
  };
  takeCommands(session, player);
  const stops = [
    onAudioOwner(() => {
      if (!isShown()) return;
      // Another player's commands and words are there still.
      takeCommands(session, player);
      show(player.getState());
    }),
    player.subscribe((state, before) => {
      if (!isShown()) return;
      if (state.current?.track.id !== before.current?.track.id) describe(session, state);
      if (state.playing !== before.playing || state.current !== before.current) {
        session.playbackState = playbackStateOf(state);
      }
      // The browser counts on by itself: it needs the position only when that jumps or the length is learnt.
      const jumped = Math.abs(state.positionMs - before.positionMs) > 1500;
      if (jumped || state.durationMs !== before.durationMs || state.status !== before.status)
        tellPosition(session, state);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function playbackStateOf({ current, playing }: PlayerState): MediaSessionPlaybackState {
  if (current === null) return "none";
  return playing ? "playing" : "paused";
}
