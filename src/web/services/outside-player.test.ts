import { describe, expect, it, vi } from "vitest";
import type { OutsidePlayback } from "./frame-protocol.ts";
import { createOutsidePlayer, positionNow } from "./outside-player.ts";

const SONG: OutsidePlayback = {
  track: { id: "1", title: "Kites", artists: [], album: null, imageUrl: null, durationMs: 10_000, preview: false },
  paused: false,
  positionMs: 4000,
  atMs: 100,
  next: [],
};

describe("a service's player in this browser", () => {
  it("calls for the loudspeaker when it begins to sound, and not for every word it says", () => {
    const onSound = vi.fn<() => void>();
    const player = createOutsidePlayer(onSound);
    const { take } = player.getState();
    take({ kind: "playback", playback: { ...SONG, paused: true } });
    expect(onSound).not.toHaveBeenCalled();
    take({ kind: "playback", playback: SONG });
    take({ kind: "playback", playback: { ...SONG, positionMs: 5000 } });
    expect(onSound).toHaveBeenCalledOnce();
    take({ kind: "playback", playback: { ...SONG, paused: true } });
    take({ kind: "playback", playback: SONG });
    expect(onSound).toHaveBeenCalledTimes(2);
  });
  it("keeps a problem until something plays, and forgets a device that was lost", () => {
    const player = createOutsidePlayer(() => undefined);
    const { take } = player.getState();
    take({ kind: "ready", deviceId: "here" });
    take({ kind: "problem", problem: "device-gone" });
    expect(player.getState()).toMatchObject({ deviceId: null, problem: "device-gone" });
    take({ kind: "playback", playback: { ...SONG, paused: true } });
    expect(player.getState().problem).toBe("device-gone");
    take({ kind: "playback", playback: SONG });
    expect(player.getState().problem).toBeNull();
  });
  it("knows nothing once its frame is gone", () => {
    const player = createOutsidePlayer(() => undefined);
    player.getState().link(() => undefined);
    player.getState().take({ kind: "ready", deviceId: "here" });
    player.getState().take({ kind: "playback", playback: SONG });
    player.getState().link(null);
    expect(player.getState()).toMatchObject({ deviceId: null, playback: null, send: null });
  });
});

describe("where the song is", () => {
  it("runs on with the clock, to the song's end and no further; a paused one stands", () => {
    expect(positionNow(SONG, 1100)).toBe(5000);
    expect(positionNow(SONG, 60_000)).toBe(10_000);
    expect(positionNow({ ...SONG, paused: true }, 60_000)).toBe(4000);
    expect(positionNow(SONG, 0), "a clock that was set back").toBe(4000);
  });
});
