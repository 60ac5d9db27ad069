import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EmotionProbabilities } from "../../core/affect/emotion.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { FaceReading } from "../../inference/face-reading.ts";
import { useMoodStore } from "../mood-store.ts";
import type { CameraSession, CameraSnapshot } from "./camera-session.ts";
import type { FaceWorkerClient } from "./face-worker-client.ts";
import type { Picture, PictureReading } from "./face-worker-protocol.ts";
import type { FrameSink } from "./frame-source.ts";
import { createSensing, observationsOf } from "./sensing.ts";
import type { LiveReading, Sensing, SensingMode } from "./sensing.ts";

const none: EmotionProbabilities = { angry: 0, disgust: 0, fear: 0, happy: 0, sad: 0, surprise: 0, neutral: 0 };
const at = { x: 0, y: 0 };
const FACE: FaceReading = {
  id: 1,
  box: { x: 0, y: 0, width: 320, height: 240 },
  landmarks: { rightEye: at, leftEye: at, nose: at, mouth: at, rightEar: at, leftEar: at },
  score: 0.9,
  usable: true,
  probabilities: { ...none, happy: 0.9, neutral: 0.1 },
};

function reading(timestampMs: number, faces: FaceReading[]): PictureReading {
  const timings = { detectMs: 0, trackMs: 0, emotionMs: 0, totalMs: 0 };
  return { faces, width: 640, height: 480, timestampMs, pixelsMs: 0, timings };
}

const OFF: CameraSnapshot = {
  phase: "off",
  stream: null,
  problem: null,
  switchedOffWhileAway: false,
  cameras: [],
  deviceId: null,
};

const store = () => useMoodStore.getState();

/** A camera that comes on when told. */
function fakeSession() {
  const listeners = new Set<() => void>();
  let now = OFF;
  const become = (next: Partial<CameraSnapshot>) => {
    now = { ...now, ...next };
    for (const listener of listeners) listener();
  };
  const session: CameraSession = {
    start: async () => become({ phase: "asking", stream: null, problem: null }),
    stop: () => become(OFF),
    fail: (problem) => become({ ...OFF, phase: "problem", problem }),
    snapshot: () => now,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { session, become };
}

describe("createSensing", () => {
  let nowMs: number;
  let sink: FrameSink | null;
  let seen: FaceReading[];
  let camera: ReturnType<typeof fakeSession>;
  let sensing: Sensing;
  let timers: (() => void)[];
  let correct: (seen: PictureReading) => PictureReading;
  const offerFrame = vi.fn<FaceWorkerClient["offerFrame"]>();
  const load = vi.fn<FaceWorkerClient["load"]>();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- never looked into
  const stream = { getVideoTracks: () => [] } as unknown as MediaStream;
  const picture: Picture = { width: 640, height: 480, close: () => undefined };

  const frames = async (count: number, everyMs = 100) => {
    for (let i = 0; i < count; i++) {
      nowMs += everyMs;
      sink?.wanted();
      sink?.take(picture, nowMs);
      // oxlint-disable-next-line no-await-in-loop -- frames come one after the other
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  beforeEach(() => {
    useMoodStore.setState(useMoodStore.getInitialState(), true);
    nowMs = 0;
    sink = null;
    timers = [];
    seen = [FACE];
    correct = (given) => given;
    camera = fakeSession();
    load.mockReset().mockResolvedValue({ loadMs: 1, threads: 1 });
    offerFrame.mockReset().mockImplementation(async (_, timestampMs) => reading(timestampMs, seen));
    sensing = createSensing({
      session: camera.session,
      faces: {
        load,
        offerFrame,
        wantsFrame: () => true,
        skipFrame: () => undefined,
        readPhoto: () => Promise.reject(new Error("not asked for here")),
        reset: () => undefined,
        counts: () => ({ sent: 3, dropped: 1, read: 3 }),
        close: () => undefined,
      },
      startFrames: (_, given) => {
        sink = given;
        return () => {
          sink = null;
        };
      },
      store: useMoodStore,
      correct: (given) => correct(given),
      now: () => nowMs,
      setTimer: (callback) => timers.push(callback),
      clearTimer: (timer) => {
        timers[timer - 1] = () => undefined;
      },
    });
  });

  const goLive = (mode: SensingMode) => {
    sensing.start(mode);
    if (sensing.view().state === "consent") sensing.agree();
    camera.become({ phase: "live", stream });
  };

  it("shows the notice before anything is loaded or asked for", () => {
    sensing.start("live");
    expect(store().state).toBe("consent");
    expect(load).not.toHaveBeenCalled();
    expect(camera.session.snapshot().phase).toBe("off");
    sensing.dismiss();
    expect(sensing.view()).toMatchObject({ state: "idle", mode: null });
  });

  it("goes from the notice through asking and starting to live", async () => {
    sensing.start("live");
    sensing.agree();
    expect(store().state).toBe("asking");
    camera.become({ phase: "live", stream });
    expect(store().state).toBe("starting");
    await frames(1);
    expect(store().state).toBe("live");
  });

  it("feeds the tracker and gives the page its mood, and the music one soon after", async () => {
    goLive("live");
    await frames(40);
    expect(store()).toMatchObject({ mood: { emotion: "happy" }, source: "camera", musicTarget: { emotion: "happy" } });
    camera.session.stop();
    expect(store()).toMatchObject({ state: "idle", mood: { emotion: "happy" }, sensed: null });
  });

  it("tells of every frame with its figures", async () => {
    goLive("live");
    const heard: (number | null)[] = [];
    sensing.onReading((live) => heard.push(live.framesPerSecond, live.droppedShare));
    await frames(3);
    expect(heard).toEqual([null, 0.25, 10, 0.25, 10, 0.25]);
  });

  it("reads with the personal correction", async () => {
    const sad = { ...FACE, probabilities: { ...none, sad: 1 } };
    correct = (given) => ({ ...given, faces: [sad] });
    goLive("live");
    await frames(40);
    expect(store().mood?.emotion).toBe("sad");
  });

  it("hands posed faces on as the net reads them, and takes no mood from them", async () => {
    correct = () => reading(0, []);
    store().chooseMood({ emotion: "sad" }, "button");
    goLive("pose");
    const heard: LiveReading[] = [];
    sensing.onReading((live) => heard.push(live));
    await frames(40);
    expect(heard).toHaveLength(40);
    expect(heard[0]!.reading.faces).toEqual([FACE]);
    expect(sensing.view()).toMatchObject({ state: "live", mode: "pose" });
    expect(store()).toMatchObject({ mood: { emotion: "sad" }, source: "button", sensed: null });
    expect(store().choice).not.toBeNull();
  });

  it("detects for two seconds, then switches the camera off and keeps the mood", async () => {
    goLive("detect");
    await frames(15);
    expect(sensing.view().detectShare).toBeCloseTo(0.7);
    expect(store().mood).toBeNull();
    await frames(10);
    expect(sensing.view()).toMatchObject({ state: "idle", mode: null, stream: null });
    expect(store()).toMatchObject({ mood: { emotion: "happy" }, source: "camera", faceCount: 1 });
  });

  it("says that nobody came", async () => {
    seen = [];
    goLive("detect");
    await frames(70);
    expect(sensing.view()).toMatchObject({ state: "error", mode: "detect", problem: { code: "reading.no-face" } });
  });

  it("stops taking frames while paused, and ignores what was on the way", async () => {
    goLive("live");
    await frames(1);
    sink!.take(picture, nowMs);
    camera.become({ phase: "paused" });
    const calls: number[] = [];
    sensing.onReading(() => calls.push(1));
    await new Promise((resolve) => setImmediate(resolve));
    expect(sink).toBeNull();
    expect(calls).toEqual([]);
    expect(store().state).toBe("paused");
    camera.become({ phase: "live" });
    await frames(1);
    expect(store().state).toBe("live");
  });

  it("notices a camera that shows nothing", () => {
    goLive("live");
    timers.at(-1)!();
    expect(sensing.view().problem).toMatchObject({ code: "camera.no-picture" });
  });

  it("does not take a slow face reader for a dark camera", () => {
    goLive("live");
    sink!.wanted();
    timers.at(-1)!();
    expect(sensing.view().problem).toBeNull();
  });

  it("switches the camera off when the models cannot be had", async () => {
    load.mockRejectedValue(new MoodSyncError("face-reader.missing", "gone"));
    goLive("live");
    await new Promise((resolve) => setImmediate(resolve));
    expect(sensing.view()).toMatchObject({ state: "error", stream: null, problem: { code: "face-reader.missing" } });
  });

  it("starts a crashed worker again once, and gives up the second time", async () => {
    goLive("live");
    await frames(1);
    const crash = new MoodSyncError("face-worker.crashed", "gone");
    offerFrame.mockRejectedValueOnce(crash);
    await frames(1);
    expect(load).toHaveBeenCalledTimes(2);
    await frames(5);
    expect(store().state).toBe("live");
    offerFrame.mockRejectedValueOnce(crash);
    await frames(1);
    expect(sensing.view().problem).toMatchObject({ code: "face-worker.crashed" });
  });

  it("drops the listener's older word when the camera starts anew", () => {
    store().chooseMood({ emotion: "sad" }, "button");
    goLive("live");
    expect(store().choice).toBeNull();
  });

  it("asks again after the consent was withdrawn", () => {
    goLive("live");
    sensing.withdrawConsent();
    expect(sensing.view().state).toBe("idle");
    sensing.start("live");
    expect(sensing.view().state).toBe("consent");
  });
});

describe("observationsOf", () => {
  it("passes readable faces on with their share of the picture, and leaves the others out", () => {
    const { probabilities, ...unread } = FACE;
    const dark: FaceReading = { ...FACE, id: 3, usable: false, reason: "too-dark" };
    expect(observationsOf(reading(0, [FACE, { ...unread, id: 2 }, dark]))).toEqual([
      { id: 1, probabilities, confidence: 0.9, areaShare: 0.25 },
    ]);
  });
});
