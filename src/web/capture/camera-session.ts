/**
 * The life of the camera from start to stop: who holds the stream, what ended it, what a hidden tab means.
 *
 * Hidden tab: reading stops at once ("paused"); after 30 s the camera itself is switched off and stays off until the
 * listener turns it on again, so that a light never comes on unasked. Back within 30 s, reading goes on by itself.
 */
import { MoodSyncError } from "../../core/errors.ts";
import { cameraError } from "./camera-problem.ts";
import { listCameras, openCamera } from "./camera.ts";
import type { CameraDevice, CameraEnvironment } from "./camera.ts";

export type CameraPhase = "off" | "asking" | "live" | "paused" | "problem";

export interface CameraSnapshot {
  phase: CameraPhase;
  stream: MediaStream | null;
  /** Why the phase is `problem`. */
  problem: MoodSyncError | null;
  /** The phase is `off` because the tab was hidden for long. */
  switchedOffWhileAway: boolean;
  cameras: readonly CameraDevice[];
  /** The camera in use, or the one chosen for next time. */
  deviceId: string | null;
}

/** The page around the session; a test gives its own. */
export interface SessionSurroundings {
  cameras: CameraEnvironment;
  isHidden: () => boolean;
  /** Calls back when the tab is hidden or shown, until the returned function is called. */
  onVisibility: (callback: () => void) => () => void;
  /** Calls back when a device is plugged in or out. */
  onDeviceChange: (callback: () => void) => () => void;
  setTimer: (callback: () => void, ms: number) => number;
  clearTimer: (timer: number) => void;
}

export interface CameraSession {
  /** Turns the camera on, or changes to another one. Never throws: a failure is the phase `problem`. */
  start: (deviceId?: string | null) => Promise<void>;
  stop: () => void;
  /** Turns the camera off with a problem seen from outside, such as no picture. */
  fail: (problem: MoodSyncError) => void;
  snapshot: () => CameraSnapshot;
  subscribe: (listener: () => void) => () => void;
}

/** How long a hidden tab may keep the camera. */
export const HIDDEN_OFF_MS = 30_000;

const OFF: CameraSnapshot = {
  phase: "off",
  stream: null,
  problem: null,
  switchedOffWhileAway: false,
  cameras: [],
  deviceId: null,
};

/** Creates a session with the camera off. */
export function createCameraSession(around: SessionSurroundings): CameraSession {
  const listeners = new Set<() => void>();
  let now = OFF;
  let attempt = 0;
  let awayTimer: number | null = null;
  let unwatch: (() => void)[] = [];

  const change = (next: Partial<CameraSnapshot>) => {
    now = { ...now, ...next };
    for (const listener of listeners) listener();
  };

  const release = () => {
    attempt += 1;
    for (const stop of unwatch) stop();
    unwatch = [];
    if (awayTimer !== null) around.clearTimer(awayTimer);
    awayTimer = null;
    for (const track of now.stream?.getTracks() ?? []) track.stop();
  };

  const end = (next: Partial<CameraSnapshot>) => {
    release();
    change({ phase: "off", stream: null, problem: null, switchedOffWhileAway: false, ...next });
  };

  const onVisibility = () => {
    if (around.isHidden()) {
      if (now.phase !== "live") return;
      change({ phase: "paused" });
      awayTimer = around.setTimer(() => end({ switchedOffWhileAway: true }), HIDDEN_OFF_MS);
    } else if (now.phase === "paused") {
      if (awayTimer !== null) around.clearTimer(awayTimer);
      awayTimer = null;
      change({ phase: "live" });
    }
  };

  const refreshCameras = async () => {
    const mine = attempt;
    const cameras = await listCameras(around.cameras);
    if (mine === attempt) change({ cameras });
  };

  const goLive = (stream: MediaStream, deviceId: string | null) => {
    const track = stream.getVideoTracks()[0];
    // A track that is stopped from here fires no "ended": this one was unplugged, or its permission was taken back.
    track?.addEventListener("ended", () => {
      if (now.stream === stream) end({ phase: "problem", problem: cameraError("camera.unplugged") });
    });
    unwatch = [around.onVisibility(onVisibility), around.onDeviceChange(() => void refreshCameras())];
    change({ phase: "live", stream, deviceId: track?.getSettings().deviceId ?? deviceId });
    onVisibility();
    void refreshCameras();
  };

  return {
    async start(deviceId = now.deviceId) {
      release();
      const mine = attempt;
      change({ phase: "asking", stream: null, problem: null, switchedOffWhileAway: false, deviceId });
      try {
        const stream = await openCamera(around.cameras, deviceId);
        if (mine === attempt) goLive(stream, deviceId);
        else for (const track of stream.getTracks()) track.stop();
      } catch (error) {
        if (mine !== attempt) return;
        const problem = error instanceof MoodSyncError ? error : cameraError("camera.failed", error);
        change({ phase: "problem", problem, cameras: await listCameras(around.cameras) });
      }
    },
    stop: () => end({}),
    fail: (problem) => end({ phase: "problem", problem }),
    snapshot: () => now,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function listen(target: EventTarget | undefined, type: string, callback: () => void): () => void {
  target?.addEventListener(type, callback);
  return () => target?.removeEventListener(type, callback);
}

/** The surroundings of this page. */
export function browserSurroundings(cameras: CameraEnvironment): SessionSurroundings {
  return {
    cameras,
    isHidden: () => document.visibilityState === "hidden",
    onVisibility: (callback) => listen(document, "visibilitychange", callback),
    onDeviceChange: (callback) => listen(navigator.mediaDevices, "devicechange", callback),
    setTimer: (callback, ms) => window.setTimeout(callback, ms),
    clearTimer: (timer) => window.clearTimeout(timer),
  };
}
