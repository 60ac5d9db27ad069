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
    expect(createPlaylist.mock.lastCall?.[0]).toEqual({ mood: { emotion: "happy" } });
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

  describe("with a plan", () => {
    const points = [-0.6, -0.3, 0, 0.3, 0.6].map((valence) => ({ valence, arousal: 0 }));
    const journey = { kind: "shift" as const, path: points, radius: null };
    /** A list along the path, a song a waypoint. */
    function wayList(id: number, trackIds: readonly number[], path = points): Playlist {
      const list = playlistOf(id, trackIds, { journey: { ...journey, path } });
      return { ...list, entries: list.entries.map((entry, waypoint) => ({ ...entry, waypoint })) };
    }
    const lastWish = (): unknown => createPlaylist.mock.lastCall?.[0];

    beforeEach(async () => {
      createPlaylist.mockResolvedValueOnce(playlistOf(1, [10, 11, 12, 13, 14]));
      follower.follow({ emotion: "happy" }, true);
      await settled();
    });

    async function shift(): Promise<void> {
      createPlaylist.mockResolvedValueOnce(wayList(2, [20, 21, 22, 23, 24]));
      follower.choosePlan({ kind: "shift", to: { name: "calm" }, length: { size: 5 } });
      await settled();
    }

    it("holds what plays: neither the press nor the face changes the queue", async () => {
      follower.choosePlan({ kind: "hold" });
      follower.follow({ emotion: "sad" });
      await settled();
      expect(createPlaylist).toHaveBeenCalledOnce();
      expect(upcoming()).toEqual([11, 12, 13, 14]);
      createPlaylist.mockResolvedValueOnce(playlistOf(3, [30]));
      player.getState().next();
      player.getState().next();
      await settled();
      expect(lastWish()).toEqual({
        mood: { emotion: "sad" },
        journey: { kind: "hold", to: { emotion: "happy" } },
      });
    });
    it("moves the hold where the listener says another mood", async () => {
      follower.choosePlan({ kind: "hold" });
      createPlaylist.mockResolvedValueOnce(playlistOf(3, [30, 31, 32]));
      follower.follow({ emotion: "sad" }, true);
      await settled();
      expect(lastWish()).toEqual({ mood: { emotion: "sad" }, journey: { kind: "hold", to: { emotion: "sad" } } });
      expect(upcoming()).toEqual([30, 31, 32]);
    });
    it("goes back to the mood that the face shows by now when it matches again", async () => {
      follower.choosePlan({ kind: "hold" });
      follower.follow({ emotion: "sad" });
      createPlaylist.mockResolvedValueOnce(playlistOf(3, [30, 31, 32]));
      follower.choosePlan({ kind: "match" });
      await settled();
      expect(lastWish()).toEqual({ mood: { emotion: "sad" } });
    });
    it("shifts from the mood in force, and the face does not turn it back", async () => {
      await shift();
      expect(lastWish()).toEqual({
        mood: { emotion: "happy" },
        journey: { kind: "shift", to: { name: "calm" } },
        size: 5,
      });
      expect(upcoming()).toEqual([20, 21, 22, 23, 24]);
      follower.follow({ emotion: "angry" });
      await settled();
      expect(createPlaylist).toHaveBeenCalledTimes(2);
      expect(follower.store.getState().way?.path).toEqual(points);
    });
    it("chooses anew what follows when the way is dragged, from the waypoint that plays", async () => {
      await shift();
      player.getState().next();
      player.getState().next();
      expect(player.getState().current?.track.id).toBe(21);
      const dragged = points.map((point, at) => (at === 3 ? { valence: 0.3, arousal: 0.5 } : point));
      createPlaylist.mockResolvedValueOnce(wayList(3, [30, 31, 32, 33], dragged.slice(1)));
      follower.dragWay(dragged);
      await settled();
      expect(lastWish()).toEqual({
        mood: dragged[1],
        journey: { kind: "shift", to: points[4], path: dragged.slice(1) },
        size: 4,
      });
      expect(player.getState().current?.track.id).toBe(21);
      expect(upcoming()).toEqual([30, 31, 32, 33]);
      expect(follower.store.getState().way).toEqual({ path: dragged, starts: { 2: 0, 3: 1 } });
    });
    it("begins a new goal where the music is on its way", async () => {
      await shift();
      player.getState().next();
      player.getState().next();
      createPlaylist.mockResolvedValueOnce(wayList(3, [30, 31, 32, 33, 34]));
      follower.choosePlan({ kind: "shift", to: { emotion: "sad" }, length: { size: 5 } });
      await settled();
      expect(lastWish()).toMatchObject({ mood: points[1], journey: { kind: "shift", to: { emotion: "sad" } } });
    });
    it("stays at the goal once it has arrived", async () => {
      await shift();
      createPlaylist.mockResolvedValueOnce(playlistOf(3, [40, 41]));
      for (let song = 0; song < 3; song++) player.getState().next();
      await settled();
      expect(lastWish()).toEqual({ mood: { name: "calm" }, journey: { kind: "hold", to: { name: "calm" } } });
      expect(follower.store.getState().way?.starts[3]).toBe(4);
    });
    it("ignores a drag while there is no way", () => {
      follower.dragWay(points);
      expect(createPlaylist).toHaveBeenCalledOnce();
    });
  });
});
