import { beforeEach, describe, expect, it, vi } from "vitest";
import { createCameraSession, HIDDEN_OFF_MS } from "./camera-session.ts";
import type { SessionSurroundings } from "./camera-session.ts";

/** A track that can be pulled out. */
class FakeTrack extends EventTarget {
  stopped = false;
  stop(): void {
    this.stopped = true;
  }
  getSettings(): MediaTrackSettings {
    return { deviceId: "front" };
  }
}

function fakeStream(track: FakeTrack): MediaStream {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the session uses these two alone
  return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
}

interface Page {
  around: SessionSurroundings;
  tracks: FakeTrack[];
  hide(hidden: boolean): void;
  pass(): void;
  listeners(): number;
  getUserMedia: ReturnType<typeof vi.fn<MediaDevices["getUserMedia"]>>;
}

function fakePage(): Page {
  const tracks: FakeTrack[] = [];
  const visibility = new Set<() => void>();
  const timers = new Map<number, () => void>();
  let hidden = false;
  let lastTimer = 0;
  const getUserMedia = vi.fn<MediaDevices["getUserMedia"]>(async () => {
    const track = new FakeTrack();
    tracks.push(track);
    return fakeStream(track);
  });
  return {
    tracks,
    getUserMedia,
    hide(next) {
      hidden = next;
      for (const callback of visibility) callback();
    },
    pass() {
      const due = [...timers.values()];
      timers.clear();
      for (const callback of due) callback();
    },
    listeners: () => visibility.size,
    around: {
      cameras: {
        mediaDevices: { getUserMedia, enumerateDevices: async () => [] },
        permissions: undefined,
        isSecureContext: true,
        allowedByPolicy: () => null,
      },
      isHidden: () => hidden,
      onVisibility(callback) {
        visibility.add(callback);
        return () => visibility.delete(callback);
      },
      onDeviceChange: () => () => undefined,
      setTimer(callback, ms) {
        expect(ms).toBe(HIDDEN_OFF_MS);
        timers.set(++lastTimer, callback);
        return lastTimer;
      },
      clearTimer: (timer) => timers.delete(timer),
    },
  };
}

describe("createCameraSession", () => {
  let page: Page;
  beforeEach(() => {
    page = fakePage();
  });

  it("goes from off through asking to live, and releases the camera when stopped", async () => {
    const session = createCameraSession(page.around);
    const phases: string[] = [session.snapshot().phase];
    session.subscribe(() => phases.push(session.snapshot().phase));
    await session.start();
    expect(session.snapshot()).toMatchObject({ phase: "live", deviceId: "front" });
    session.stop();
    expect([...new Set(phases)]).toEqual(["off", "asking", "live"]);
    expect(session.snapshot()).toMatchObject({ phase: "off", stream: null });
    expect(page.tracks[0]!.stopped).toBe(true);
    expect(page.listeners()).toBe(0);
  });

  it("says why it did not start", async () => {
    page.getUserMedia.mockRejectedValue(new DOMException("", "NotReadableError"));
    const session = createCameraSession(page.around);
    await session.start();
    expect(session.snapshot()).toMatchObject({ phase: "problem", problem: { code: "camera.in-use" } });
  });

  it("tells a camera that was pulled out from one that was stopped", async () => {
    const session = createCameraSession(page.around);
    await session.start();
    page.tracks[0]!.dispatchEvent(new Event("ended"));
    expect(session.snapshot()).toMatchObject({ phase: "problem", problem: { code: "camera.unplugged" } });
    await session.start();
    expect(session.snapshot()).toMatchObject({ phase: "live", problem: null });
    page.tracks[0]!.dispatchEvent(new Event("ended"));
    expect(session.snapshot().phase).toBe("live");
  });

  it("pauses while hidden and goes on when seen again in time", async () => {
    const session = createCameraSession(page.around);
    await session.start();
    page.hide(true);
    expect(session.snapshot().phase).toBe("paused");
    page.hide(false);
    expect(session.snapshot().phase).toBe("live");
    page.pass();
    expect(session.snapshot().phase).toBe("live");
    expect(page.tracks[0]!.stopped).toBe(false);
  });

  it("switches the camera off after long hiding, and leaves it off", async () => {
    const session = createCameraSession(page.around);
    await session.start();
    page.hide(true);
    page.pass();
    expect(session.snapshot()).toMatchObject({ phase: "off", switchedOffWhileAway: true });
    expect(page.tracks[0]!.stopped).toBe(true);
    page.hide(false);
    expect(session.snapshot().phase).toBe("off");
    await session.start();
    expect(session.snapshot().switchedOffWhileAway).toBe(false);
  });

  it("starts paused in a tab that was hidden while the browser asked", async () => {
    const session = createCameraSession(page.around);
    const started = session.start();
    page.hide(true);
    await started;
    expect(session.snapshot().phase).toBe("paused");
  });

  it("lets go of a camera that comes after the stop", async () => {
    const session = createCameraSession(page.around);
    const started = session.start();
    session.stop();
    await started;
    expect(session.snapshot().phase).toBe("off");
    expect(page.tracks[0]!.stopped).toBe(true);
  });

  it("releases the old camera for a new one", async () => {
    const session = createCameraSession(page.around);
    await session.start();
    await session.start("back");
    expect(page.tracks.map((track) => track.stopped)).toEqual([true, false]);
    expect(page.listeners()).toBe(1);
  });
});
