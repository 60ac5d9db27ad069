import { beforeEach, describe, expect, it, vi } from "vitest";
import type { StoreApi } from "zustand/vanilla";
import type { Playlist } from "../../contracts/playlists.ts";
import { createMoodFollower, type FollowerDependencies, type MoodFollower } from "./mood-follower.ts";
import { deferred, silentPlayer } from "./player-fixture.ts";
import type { PlayerState } from "./player-state.ts";
import { playlistOf } from "./track-fixture.ts";

describe("the mood follower", () => {
  let player: StoreApi<PlayerState>;
  let follower: MoodFollower;
  const createPlaylist = vi.fn<FollowerDependencies["createPlaylist"]>();
  const upcoming = (): number[] => {
    const { queue } = player.getState();
    return queue.entries.slice(queue.index + 1).map((entry) => entry.track.id);
  };
  const settled = (): Promise<unknown> => vi.waitFor(() => expect(follower.store.getState().busy).toBe(false));

  beforeEach(() => {
    createPlaylist.mockReset();
    player = silentPlayer();
    follower = createMoodFollower({ player, createPlaylist });
  });

  it("asks for the mood and plays what comes", async () => {
    createPlaylist.mockResolvedValue(playlistOf(1, [10, 11, 12, 13]));
    follower.follow({ emotion: "happy" });
    expect(follower.store.getState().busy).toBe(true);
    await settled();
    expect(createPlaylist.mock.lastCall?.[0]).toEqual({ emotion: "happy" });
    expect(player.getState().current?.track.id).toBe(10);
  });
  it("asks once for a target that keeps its identity, and not at all for none", async () => {
    createPlaylist.mockResolvedValue(playlistOf(1, [10, 11, 12, 13]));
    const target = { emotion: "happy" } as const;
    follower.follow(target);
    follower.follow(target);
    follower.follow(null);
    await settled();
    expect(createPlaylist).toHaveBeenCalledOnce();
  });
  it("drops the answer to a mood that has passed meanwhile", async () => {
    const slow = deferred<Playlist>();
    createPlaylist.mockReturnValueOnce(slow.promise);
    createPlaylist.mockResolvedValueOnce(playlistOf(2, [20, 21, 22, 23]));
    follower.follow({ emotion: "happy" });
    const slowSignal = createPlaylist.mock.calls[0]?.[1];
    follower.follow({ emotion: "sad" });
    await settled();
    slow.resolve(playlistOf(1, [10, 11, 12, 13]));
    await Promise.resolve();
    expect(slowSignal?.aborted).toBe(true);
    expect(player.getState().current?.track.id).toBe(20);
    expect(upcoming()).toEqual([21, 22, 23]);
  });
  it("keeps the queue that is there when nothing fits, and passes on the server's word", async () => {
    createPlaylist.mockResolvedValueOnce(playlistOf(1, [10, 11, 12, 13]));
    follower.follow({ emotion: "happy" });
    await settled();
    createPlaylist.mockResolvedValueOnce(playlistOf(2, [], { note: "nothing new" }));
    follower.follow({ emotion: "sad" });
    await settled();
    expect(follower.store.getState()).toMatchObject({ empty: true, note: "nothing new" });
    expect(upcoming()).toEqual([11, 12, 13]);
  });
  it("says what went wrong, and asks again on wish", async () => {
    createPlaylist.mockRejectedValueOnce(new Error("away"));
    follower.follow({ emotion: "happy" });
    await settled();
    expect(follower.store.getState().error).toEqual(new Error("away"));
    createPlaylist.mockResolvedValueOnce(playlistOf(1, [10, 11, 12, 13]));
    follower.store.getState().refresh();
    await settled();
    expect(follower.store.getState().error).toBeNull();
    expect(player.getState().current?.track.id).toBe(10);
  });
  it("asks for more once when the queue runs low, and once more at the next song", async () => {
    createPlaylist.mockResolvedValueOnce(playlistOf(1, [10, 11, 12, 13]));
    createPlaylist.mockResolvedValue(playlistOf(2, []));
    follower.follow({ emotion: "happy" });
    await settled();
    expect(createPlaylist).toHaveBeenCalledOnce();
    player.getState().next();
    await settled();
    player.getState().setVolume(0.3);
    player.getState().setVolume(0.4);
    expect(createPlaylist).toHaveBeenCalledTimes(2);
    player.getState().next();
    expect(createPlaylist).toHaveBeenCalledTimes(3);
  });
  it("forgets the list under way when another player takes over, and asks anew when it is told to", async () => {
    const slow = deferred<Playlist>();
    createPlaylist.mockReturnValueOnce(slow.promise);
    const happy = { emotion: "happy" } as const;
    follower.follow(happy);
    follower.abandon();
    expect(follower.store.getState().busy).toBe(false);
    slow.resolve(playlistOf(1, [10, 11]));
    await settled();
    expect(player.getState().current).toBeNull();
    createPlaylist.mockResolvedValueOnce(playlistOf(2, [20, 21, 22, 23]));
    follower.follow(happy);
    await settled();
    expect(player.getState().current?.track.id).toBe(20);
  });
  it("asks for nothing after it was stopped", async () => {
    createPlaylist.mockResolvedValue(playlistOf(1, [10]));
    follower.follow({ emotion: "happy" });
    follower.stop();
    expect(createPlaylist.mock.lastCall?.[1].aborted).toBe(true);
  });
});
