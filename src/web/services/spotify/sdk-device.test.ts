import { describe, expect, it, vi } from "vitest";
import type { PlayerReport } from "../frame-protocol.ts";
import { createSdkDevice, playbackOf } from "./sdk-device.ts";
import type { SdkPlayer, SdkPlayerOptions, SdkState } from "./spotify-sdk.ts";

type Listener = (value: never) => void;

/** An SDK that does what the test says. */
function fakeSdk(connects = true) {
  const listeners = new Map<string, Listener>();
  const calls: string[] = [];
  let options: SdkPlayerOptions | null = null;
  const note =
    (name: string) =>
    (value?: number): Promise<void> => {
      calls.push(value === undefined ? name : `${name} ${value}`);
      return Promise.resolve();
    };
  class Player implements SdkPlayer {
    constructor(given: SdkPlayerOptions) {
      options = given;
    }
    connect(): Promise<boolean> {
      calls.push("connect");
      return Promise.resolve(connects);
    }
    disconnect(): void {
      calls.push("disconnect");
    }
    addListener(event: string, listener: Listener): boolean {
      listeners.set(event, listener);
      return true;
    }
    activateElement = note("activate");
    pause = note("pause");
    resume = note("resume");
    nextTrack = note("next");
    previousTrack = note("previous");
    seek = note("seek");
    setVolume = note("volume");
  }
  const say = (event: string, value?: unknown): void => {
    const listener = listeners.get(event);
    if (listener === undefined) throw new Error(`nobody listens to ${event}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the SDK, which knows no types
    listener(value as never);
  };
  return { Player, calls, say, options: () => options };
}

function state(change: Partial<SdkState> = {}): SdkState {
  const track = {
    uri: "spotify:track:1",
    name: "Kites",
    album: {
      name: "Air",
      images: [
        { url: "small", height: 64 },
        { url: "large", height: 640 },
      ],
    },
    artists: [{ name: "Ann" }, { name: "Ben" }],
  };
  const track_window = { current_track: track, next_tracks: [{ ...track, name: "Next" }] };
  return { paused: false, position: 1200, duration: 200_000, track_window, ...change };
}

function device(fetchToken = () => Promise.resolve("token"), connects = true) {
  const sdk = fakeSdk(connects);
  const reports: PlayerReport[] = [];
  const made = createSdkDevice({
    Player: sdk.Player,
    fetchToken,
    report: (report) => void reports.push(report),
    now: () => 5,
  });
  return { ...sdk, reports, made };
}

describe("what the SDK says", () => {
  it("is a song with its largest cover and what comes next", () => {
    expect(playbackOf(state(), 7)).toMatchObject({
      track: { id: "spotify:track:1", title: "Kites", artists: ["Ann", "Ben"], imageUrl: "large", durationMs: 200_000 },
      paused: false,
      positionMs: 1200,
      atMs: 7,
      next: ["Next"],
    });
  });
  it("is nothing where nothing is loaded, as between songs or for an advertisement", () => {
    expect(playbackOf(null, 1)).toBeNull();
    expect(playbackOf(state({ track_window: { current_track: null, next_tracks: [] } }), 1)).toBeNull();
  });
});

describe("this browser as a Spotify device", () => {
  it("joins only when the listener presses, and asks to sound within the press", () => {
    const { calls, made } = device();
    expect(calls).toEqual([]);
    made.start();
    expect(calls).toEqual(["activate", "connect"]);
    made.resumeByPress();
    expect(calls.slice(2)).toEqual(["activate", "resume"]);
  });
  it.each([
    ["not_ready", "device-gone"],
    ["autoplay_failed", "press-needed"],
    ["initialization_error", "no-drm"],
    ["authentication_error", "sign-in"],
    ["account_error", "subscription"],
    ["playback_error", "not-playable"],
  ])("tells %s as %s", (event, problem) => {
    const { say, reports } = device();
    say(event, { message: "anything", device_id: "x" });
    expect(reports).toEqual([{ kind: "problem", problem }]);
  });
  it("tells its device's id and every change of what plays", () => {
    const { say, reports } = device();
    say("ready", { device_id: "here" });
    say("player_state_changed", state());
    say("player_state_changed", null);
    expect(reports[0]).toEqual({ kind: "ready", deviceId: "here" });
    expect(reports[2]).toEqual({ kind: "playback", playback: null });
  });
  it("gives the SDK a token each time it asks, and says where there is none", async () => {
    const fetchToken = vi
      .fn<() => Promise<string>>()
      .mockResolvedValueOnce("one")
      .mockRejectedValueOnce(new Error("no"));
    const { options, reports } = device(fetchToken);
    const take = vi.fn<(token: string) => void>();
    options()?.getOAuthToken(take);
    await vi.waitFor(() => expect(take).toHaveBeenCalledExactlyOnceWith("one"));
    options()?.getOAuthToken(take);
    await vi.waitFor(() => expect(reports).toEqual([{ kind: "problem", problem: "sign-in" }]));
    expect(take).toHaveBeenCalledOnce();
  });
  it("says that it could not join", async () => {
    const { made, reports } = device(undefined, false);
    made.start();
    await vi.waitFor(() => expect(reports).toEqual([{ kind: "problem", problem: "device-gone" }]));
  });
  it("lets the SDK's own reason stand where it could not join", async () => {
    const { made, reports, say } = device(undefined, false);
    made.start();
    say("account_error", { message: "This functionality is restricted to premium users only" });
    await Promise.resolve();
    await Promise.resolve();
    expect(reports).toEqual([{ kind: "problem", problem: "subscription" }]);
  });
  it("obeys, within bounds; what to play is not its matter", () => {
    const { made, calls } = device();
    made.obey({ kind: "pause" });
    made.obey({ kind: "seek", positionMs: 1234.6 });
    made.obey({ kind: "volume", share: 7 });
    made.obey({ kind: "play", ids: ["x"], startAt: 0 });
    made.obey({ kind: "sign-out" });
    expect(calls).toEqual(["pause", "seek 1235", "volume 1", "disconnect"]);
  });
});
