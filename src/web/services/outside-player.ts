/** What a service's player in this browser reports, as a store the page can read; one for each service. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { OutsidePlayback, PlayerCommand, PlayerProblem, PlayerReport } from "./frame-protocol.ts";

export interface OutsidePlayerState {
  /** This browser among the service's devices; null until it has joined, and after it was lost. */
  deviceId: string | null;
  playback: OutsidePlayback | null;
  /** The latest, until something plays or the listener puts it away. */
  problem: PlayerProblem | null;
  /** Null while there is no frame. */
  send: ((command: PlayerCommand) => void) | null;
  /** Counts up to have the frame loaded anew. */
  frameKey: number;
  take: (report: PlayerReport) => void;
  link: (send: ((command: PlayerCommand) => void) | null) => void;
  putAway: () => void;
  /** Loads the frame again, as after its script could not be fetched. */
  reload: () => void;
}

/** @param onSound called whenever sound starts in this browser, so that other players can fall silent */
export function createOutsidePlayer(onSound: () => void): StoreApi<OutsidePlayerState> {
  return createStore<OutsidePlayerState>((set, get) => ({
    deviceId: null,
    playback: null,
    problem: null,
    send: null,
    frameKey: 0,
    take: (report) => {
      if (report.kind === "ready") set({ deviceId: report.deviceId, problem: null });
      if (report.kind === "problem") {
        set({ problem: report.problem, ...(report.problem === "device-gone" ? { deviceId: null } : {}) });
      }
      if (report.kind !== "playback") return;
      const wasSilent = get().playback?.paused ?? true;
      const sounds = report.playback !== null && !report.playback.paused;
      set({ playback: report.playback, ...(sounds ? { problem: null } : {}) });
      if (sounds && wasSilent) onSound();
    },
    link: (send) => set(send === null ? { send, deviceId: null, playback: null } : { send }),
    putAway: () => set({ problem: null }),
    reload: () => set(({ frameKey }) => ({ frameKey: frameKey + 1, problem: null })),
  }));
}

/** Where the song is now, from what was last heard of it. */
export function positionNow({ positionMs, atMs, paused, track }: OutsidePlayback, nowMs: number): number {
  const run = paused ? 0 : Math.max(0, nowMs - atMs);
  return Math.min(positionMs + run, track.durationMs > 0 ? track.durationMs : Number.POSITIVE_INFINITY);
}
