import { describe, expect, it, vi } from "vitest";
import type { PlayerReport } from "../frame-protocol.ts";
import type { MusicKitInstance } from "./musickit.ts";
import { createMusicKitPlayer, playbackOf, problemOf } from "./musickit-player.ts";

function musicKit(change: Partial<MusicKitInstance> = {}): MusicKitInstance {
  const items = [1, 2, 3].map((id) => ({
    id: `${id}`,
    title: `Song ${id}`,
    artistName: "Ann",
    playbackDuration: 200_000,
  }));
  const done = (): Promise<void> => Promise.resolve();
  return {
    isAuthorized: true,
    previewOnly: false,
    playbackState: 2,
    nowPlayingItem: items[1],
    nowPlayingItemIndex: 1,
    currentPlaybackTime: 1.5,
    currentPlaybackDuration: 200,
    queue: { items },
    volume: 1,
    authorize: () => Promise.resolve("token"),
    unauthorize: done,
    setQueue: done,
    play: done,
    pause: done,
    skipToNextItem: done,
    skipToPreviousItem: done,
    seekToTime: done,
    addEventListener: () => undefined,
    api: { music: () => Promise.resolve({ data: null }) },
    ...change,
  };
}

describe("what MusicKit plays", () => {
  it("is a song, its place in milliseconds, and what comes after it", () => {
    expect(playbackOf(musicKit(), 9)).toMatchObject({
      track: { id: "2", title: "Song 2", durationMs: 200_000, preview: false },
      paused: false,
      positionMs: 1500,
      next: ["Song 3"],
    });
    expect(playbackOf(musicKit({ nowPlayingItem: null }), 9)).toBeNull();
  });
  it("is called a preview, no longer than one, where there is no subscription", () => {
    expect(playbackOf(musicKit({ previewOnly: true }), 9)?.track).toMatchObject({ preview: true, durationMs: 30_000 });
  });
});

describe("MusicKit's errors", () => {
  it.each([
    [{ name: "NotAllowedError" }, "press-needed"],
    [{ errorCode: "SUBSCRIPTION_ERROR" }, "subscription"],
    [{ errorCode: "AUTHORIZATION_ERROR" }, "sign-in"],
    [{ errorCode: "UNSUPPORTED_ERROR" }, "no-drm"],
    [{ errorCode: "CONTENT_RESTRICTED" }, "not-playable"],
    ["anything", "not-playable"],
  ])("%j is %s", (error, problem) => {
    expect(problemOf(error)).toBe(problem);
  });
});

describe("MusicKit as a player", () => {
  it("plays a list from a place, and tells a refusal instead of throwing it", async () => {
    const reports: PlayerReport[] = [];
    const setQueue = vi
      .fn<MusicKitInstance["setQueue"]>()
      .mockResolvedValueOnce(undefined)
      .mockRejectedValueOnce({ errorCode: "CONTENT_RESTRICTED" });
    const music = musicKit({ setQueue });
    const player = createMusicKitPlayer({ music, report: (report) => void reports.push(report), now: () => 1 });
    await player.obey({ kind: "play", ids: ["a", "b"], startAt: 1 });
    expect(setQueue).toHaveBeenCalledExactlyOnceWith({ songs: ["a", "b"], startWith: 1, startPlaying: true });
    await player.obey({ kind: "play", ids: ["c"], startAt: 0 });
    expect(reports).toEqual([{ kind: "problem", problem: "not-playable" }]);
  });
  it("gives the listener's token once they signed in, and says where they did not", async () => {
    const reports: PlayerReport[] = [];
    const authorize = vi
      .fn<() => Promise<string>>()
      .mockResolvedValueOnce("token")
      .mockRejectedValueOnce(new Error("closed"));
    const player = createMusicKitPlayer({
      music: musicKit({ authorize }),
      report: (report) => void reports.push(report),
      now: () => 1,
    });
    expect(await player.signIn()).toBe("token");
    expect(await player.signIn()).toBeNull();
    expect(reports).toEqual([{ kind: "problem", problem: "refused" }]);
  });
});
