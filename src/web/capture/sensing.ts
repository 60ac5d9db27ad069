/**
 * Joins camera, face worker and mood tracker: turns frames into the page's mood, live or as one reading of two seconds.
 * Showing it is left to features/camera, deciding what music follows to mood-store.ts.
 */
import { createMoodTracker, summariseReadings } from "../../core/affect/mood-tracker.ts";
import type { FaceObservation, MoodState } from "../../core/affect/mood-tracker.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { MoodStore, SensingState } from "../mood-store.ts";
import { giveCameraConsent, hasCameraConsent, withdrawCameraConsent } from "./camera-consent.ts";
import { cameraError } from "./camera-problem.ts";
import type { CameraSession } from "./camera-session.ts";
import type { CameraDevice } from "./camera.ts";
import type { FaceWorkerClient } from "./face-worker-client.ts";
import type { Picture, PictureReading } from "./face-worker-protocol.ts";
import { createFrameRate } from "./frame-rate.ts";
import type { startFrames } from "./frame-source.ts";
import { createSingleReading } from "./single-reading.ts";

/**
 * Live reading goes on until stopped; `detect` takes two seconds and turns the camera off. `pose` only hands readings on,
 * as the net gives them: faces made for the camera are no mood.
 */
export type SensingMode = "live" | "detect" | "pose";

/** What the page needs to draw the camera's state. */
export interface SensingView {
  state: SensingState;
  /** Kept after a failure, so that a new try goes on with it. */
  mode: SensingMode | null;
  /** How much of the two seconds has been read, 0..1; 0 while waiting for a face. */
  detectShare: number;
  problem: MoodSyncError | null;
  stream: MediaStream | null;
  cameras: readonly CameraDevice[];
  deviceId: string | null;
  switchedOffWhileAway: boolean;
}

/** One frame's worth of what was seen. */
export interface LiveReading {
  reading: PictureReading;
  moods: MoodState;
  framesPerSecond: number | null;
  /** From the frame's arrival to its probabilities; median of two seconds, in ms. */
  frameMs: number | null;
  /** Share of the camera's frames that were dropped because one was being read, 0..1. */
  droppedShare: number;
}

export interface SensingParts {
  session: CameraSession;
  faces: FaceWorkerClient;
  startFrames: typeof startFrames;
  store: { getState(): MoodStore };
  /** The listener's personal correction; default none. */
  correct?: (reading: PictureReading) => PictureReading;
  now: () => number;
  setTimer: (callback: () => void, ms: number) => number;
  clearTimer: (timer: number) => void;
}

export interface Sensing {
  /** Starts reading; asks for consent first where there is none. */
  start: (mode: SensingMode) => void;
  /** The listener agreed to the notice: remember it and go on. */
  agree: () => void;
  /** Leave the notice, or clear away a problem. */
  dismiss: () => void;
  stop: () => void;
  chooseCamera: (deviceId: string) => void;
  withdrawConsent: () => void;
  view: () => SensingView;
  subscribe: (listener: () => void) => () => void;
  onReading: (listener: (reading: LiveReading) => void) => () => void;
}

/** A camera that shows nothing for this long after it started has a shutter closed or is held elsewhere. */
const NO_PICTURE_MS = 8000;
/** The mood store is told of a live reading at most this often. */
const STORE_EVERY_MS = 100;
/** A second crash within this time ends sensing. */
const CRASH_AGAIN_MS = 30_000;

const IDLE: SensingView = {
  state: "idle",
  mode: null,
  detectShare: 0,
  problem: null,
  stream: null,
  cameras: [],
  deviceId: null,
  switchedOffWhileAway: false,
};

/** The faces fit to be read, as the tracker takes them. */
export function observationsOf(reading: PictureReading): FaceObservation[] {
  const area = reading.width * reading.height;
  return reading.faces
    .filter((face) => face.usable && face.probabilities !== undefined)
    .map((face) => ({
      id: face.id,
      probabilities: face.probabilities!,
      confidence: face.score,
      areaShare: Math.min(1, (face.box.width * face.box.height) / area),
    }));
}

/** Creates the joint; nothing starts before `start`. */
export function createSensing(parts: SensingParts): Sensing {
  const { session, faces, store } = parts;
  const listeners = new Set<() => void>();
  const readingListeners = new Set<(reading: LiveReading) => void>();
  const rate = createFrameRate();
  let view = IDLE;
  let tracker = createMoodTracker();
  let single = createSingleReading(summariseReadings);
  let stopFrames: (() => void) | null = null;
  let pictureTimer: number | null = null;
  let storedAtMs = Number.NEGATIVE_INFINITY;
  let crashedAtMs = Number.NEGATIVE_INFINITY;
  let agreedThisVisit = false;

  const change = (next: Partial<SensingView>) => {
    const before = view.state;
    view = { ...view, ...next };
    if (view.state !== before) store.getState().setState(view.state);
    for (const listener of listeners) listener();
  };

  const clearPictureTimer = () => {
    if (pictureTimer !== null) parts.clearTimer(pictureTimer);
    pictureTimer = null;
  };

  const haltFrames = () => {
    stopFrames?.();
    stopFrames = null;
    clearPictureTimer();
  };

  const fail = (thrown: unknown) => {
    const error = thrown instanceof MoodSyncError ? thrown : cameraError("camera.failed", thrown);
    session.fail(error);
  };

  const loadFaces = () => {
    faces.load().catch(fail);
  };

  const recoverOrFail = (error: unknown) => {
    const again = parts.now() - crashedAtMs < CRASH_AGAIN_MS;
    crashedAtMs = parts.now();
    const died = error instanceof MoodSyncError && /^face-worker\.(crashed|hung)$/.test(error.code);
    if (!died || again) fail(error);
    else loadFaces();
  };

  const finishDetect = () => {
    const outcome = single.outcome();
    if (outcome === null) return fail(new MoodSyncError("reading.no-face", "No face was in view."));
    store.getState().applyReading(outcome.mood, "camera", outcome.faceCount);
    session.stop();
  };

  const digest = (seen: PictureReading) => {
    const reading = view.mode === "pose" ? seen : (parts.correct?.(seen) ?? seen);
    const observed = observationsOf(reading);
    const moods = tracker.update({ timestampMs: reading.timestampMs, faces: observed });
    const nowMs = parts.now();
    rate.record(nowMs, nowMs - reading.timestampMs);
    if (view.state === "starting") change({ state: "live" });
    const { sent, dropped } = faces.counts();
    const live: LiveReading = {
      reading,
      moods,
      framesPerSecond: rate.framesPerSecond(nowMs),
      frameMs: rate.medianMs(nowMs),
      droppedShare: sent + dropped > 0 ? dropped / (sent + dropped) : 0,
    };
    for (const listener of readingListeners) listener(live);
    if (view.mode === "detect") {
      const share = single.add({ timestampMs: reading.timestampMs, faces: observed });
      if (single.isOver()) finishDetect();
      else if (share !== view.detectShare) change({ detectShare: share });
    } else if (view.mode !== "pose" && nowMs - storedAtMs >= STORE_EVERY_MS) {
      storedAtMs = nowMs;
      store.getState().applySensed({ mood: moods.room, music: moods.music, faceCount: reading.faces.length });
    }
  };

  const readFrame = async (picture: Picture, timestampMs: number, isCurrent: () => boolean) => {
    try {
      const reading = await faces.offerFrame(picture, timestampMs);
      if (reading !== null && isCurrent()) digest(reading);
    } catch (error) {
      if (isCurrent()) recoverOrFail(error);
    }
  };

  const beginFrames = (stream: MediaStream) => {
    let running = true;
    const stop = parts.startFrames(stream, {
      wanted: () => {
        clearPictureTimer();
        return faces.wantsFrame();
      },
      skipped: () => faces.skipFrame(),
      take: (picture, timestampMs) => void readFrame(picture, timestampMs, () => running),
      failed: (error) => fail(cameraError("camera.failed", error)),
    });
    stopFrames = () => {
      running = false;
      stop();
    };
    pictureTimer = parts.setTimer(() => fail(cameraError("camera.no-picture")), NO_PICTURE_MS);
  };

  const onSession = () => {
    const { phase, stream, problem, cameras, deviceId, switchedOffWhileAway } = session.snapshot();
    const common = { stream, problem, cameras, deviceId, switchedOffWhileAway };
    if (phase === "live") {
      if (stopFrames === null && stream !== null) beginFrames(stream);
      change({ ...common, state: view.state === "live" ? "live" : "starting" });
      return;
    }
    haltFrames();
    if (phase === "asking" || phase === "paused") return change({ ...common, state: phase });
    store.getState().sensingEnded();
    if (phase === "off") change({ ...common, state: "idle", mode: null, detectShare: 0 });
    else change({ ...common, state: "error", detectShare: 0 });
  };
  session.subscribe(onSession);

  const begin = (deviceId?: string) => {
    tracker = createMoodTracker();
    single = createSingleReading(summariseReadings);
    rate.reset();
    faces.reset();
    if (view.mode === "pose") store.getState().sensingEnded();
    else store.getState().followFace();
    loadFaces();
    void session.start(deviceId);
  };

  return {
    start(mode) {
      change({ mode, detectShare: 0, problem: null });
      if (agreedThisVisit || hasCameraConsent()) begin();
      else change({ state: "consent" });
    },
    agree() {
      agreedThisVisit = true;
      giveCameraConsent(Date.now());
      begin();
    },
    dismiss: () => change({ state: "idle", mode: null, problem: null, switchedOffWhileAway: false }),
    stop: () => session.stop(),
    chooseCamera(deviceId) {
      if (view.mode === null) change({ mode: "live" });
      begin(deviceId);
    },
    withdrawConsent() {
      agreedThisVisit = false;
      withdrawCameraConsent();
      session.stop();
    },
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onReading(listener) {
      readingListeners.add(listener);
      return () => readingListeners.delete(listener);
    },
  };
}
