import { beforeEach, describe, expect, it, vi } from "vitest";
import type { StoreApi } from "zustand/vanilla";
import type { NewNotice } from "../design/notices-store.ts";
import type { AudioDeck, DeckEvents } from "./audio-deck.ts";
import { audioOwner, claimAudio } from "./audio-focus.ts";
import type { PlayFailure } from "./explain-failure.ts";
import type { PlayRecorder } from "./play-recorder.ts";
import { createPlayer } from "./player.ts";
import type { PlayerState } from "./player-state.ts";
import type { QueueEntry } from "./queue.ts";
import { playlistOf, song } from "./track-fixture.ts";

describe("the player", () => {
  let player: StoreApi<PlayerState>;
  let hear: DeckEvents;
  const deck = {
    load: vi.fn<AudioDeck["load"]>(),
    prepare: vi.fn<AudioDeck["prepare"]>(),
    play: vi.fn<AudioDeck["play"]>(),
    pause: vi.fn<AudioDeck["pause"]>(),
    seek: vi.fn<AudioDeck["seek"]>(),
    setVolume: vi.fn<AudioDeck["setVolume"]>(),
    clear: vi.fn<AudioDeck["clear"]>(),
  };
  const recorder = {
    running: vi.fn<PlayRecorder["running"]>(),
    halted: vi.fn<PlayRecorder["halted"]>(),
    finish: vi.fn<PlayRecorder["finish"]>(),
    leave: vi.fn<PlayRecorder["leave"]>(),
  };
  const say = vi.fn<(notice: NewNotice) => void>();
  const onSkip = vi.fn<(entry: QueueEntry) => void>();
  const explainFailure = vi.fn<(trackId: number) => Promise<PlayFailure>>();
  const keepVolume = vi.fn<(volume: number) => void>();

  const now = (): PlayerState => player.getState();
  const currentId = (): number | undefined => now().current?.track.id;
  const lastLoaded = (): unknown => deck.load.mock.lastCall?.[0].url;
  /** The deck reports that the song in front cannot be played. */
  async function fail(): Promise<void> {
    const key = now().current?.key ?? 0;
    hear.onError({ key, url: "" });
    await vi.waitFor(() => expect(now().current?.key).not.toBe(key));
  }

  beforeEach(() => {
    vi.clearAllMocks();
    explainFailure.mockResolvedValue({ kind: "undecodable" });
    player = createPlayer({
      createDeck: (events) => {
        hear = events;
        return deck;
      },
      recorder,
      audioUrl: (trackId) => `/audio/${trackId}`,
      explainFailure,
      onSkip,
      say,
      volume: 0.5,
      keepVolume,
    });
  });

  describe("with a playlist", () => {
    beforeEach(() => {
      now().setUpcoming(playlistOf(1, [10, 11, 12]));
      hear.onPlaying();
    });

    it("starts the first song and has the second prepared", () => {
      expect(lastLoaded()).toBe("/audio/10");
      expect(deck.prepare).toHaveBeenLastCalledWith(expect.objectContaining({ url: "/audio/11" }));
      expect(now()).toMatchObject({ status: "playing", playing: true, durationMs: 180_000 });
      expect(recorder.running).toHaveBeenCalledWith(expect.objectContaining({ trackId: 10, playlistId: 1 }));
    });
    it("plays an opened list from its first song, also where it holds the one that plays", () => {
      now().playTracks([song(30), song(10), song(31)]);
      expect(lastLoaded()).toBe("/audio/30");
      expect(recorder.finish).toHaveBeenCalledWith("stopped");
      expect(
        now()
          .queue.entries.slice(now().queue.index)
          .map(({ track }) => track.id),
      ).toEqual([30, 10, 31]);
      expect(now().current?.origin).toBeNull();
    });
    it("keeps playing where the opened list is empty", () => {
      now().playTracks([]);
      expect(currentId()).toBe(10);
      expect(deck.load).toHaveBeenCalledOnce();
    });
    it("lets the song finish when the mood changes, and then plays the new one", () => {
      now().setUpcoming(playlistOf(2, [20, 21]));
      expect(currentId()).toBe(10);
      expect(deck.load).toHaveBeenCalledOnce();
      expect(deck.prepare).toHaveBeenLastCalledWith(expect.objectContaining({ url: "/audio/20" }));
      hear.onEnded();
      expect(currentId()).toBe(20);
      expect(recorder.finish).toHaveBeenCalledWith("completed");
      expect(onSkip).not.toHaveBeenCalled();
    });
    it("falls silent when another player starts, and stops that one when it goes on", () => {
      const stopOther = vi.fn<() => void>();
      expect(audioOwner()).toBe("player");
      claimAudio("another", stopOther);
      expect(deck.pause).toHaveBeenCalledOnce();
      expect(now()).toMatchObject({ status: "paused", playing: false });
      now().play();
      expect(stopOther).toHaveBeenCalledOnce();
      expect(audioOwner()).toBe("player");
    });
    it("does not start by itself for a new mood while the listener has paused", () => {
      now().pause();
      now().setUpcoming(playlistOf(2, [20]));
      expect(now().playing).toBe(false);
      expect(deck.load).toHaveBeenCalledOnce();
    });
    it("changes now where the listener asks for it, without blaming the song", () => {
      now().setUpcoming(playlistOf(2, [20]));
      now().changeNow();
      expect(currentId()).toBe(20);
      expect(recorder.finish).toHaveBeenCalledWith("stopped");
      expect(onSkip).not.toHaveBeenCalled();
    });
    it("tells a skip from a song that was nearly over", () => {
      now().next();
      expect(onSkip).toHaveBeenCalledOnce();
      hear.onTime(175_000, 180_000);
      now().next();
      expect(onSkip).toHaveBeenCalledOnce();
      expect(recorder.finish.mock.calls).toEqual([["skipped"], ["skipped"]]);
    });
    it("goes to the start of the song before it goes to the song before", () => {
      now().next();
      hear.onTime(20_000, 180_000);
      now().previous();
      expect([currentId(), deck.seek.mock.lastCall]).toEqual([11, [0]]);
      hear.onTime(100, 180_000);
      now().previous();
      expect(currentId()).toBe(10);
    });
    it("keeps a seek inside the song", () => {
      now().seek(999_999);
      expect(deck.seek).toHaveBeenLastCalledWith(180_000);
      now().seek(-5);
      expect(deck.seek).toHaveBeenLastCalledWith(0);
    });
    it("shows that the browser wants a press, and plays on it", () => {
      hear.onBlocked();
      expect(now()).toMatchObject({ status: "blocked", playing: false });
      now().toggle();
      expect(deck.play).toHaveBeenCalledOnce();
      expect(now().status).toBe("loading");
    });
    it("goes silent after the last song", () => {
      for (const _ of [1, 2, 3]) hear.onEnded();
      expect(now()).toMatchObject({ current: null, status: "idle", playing: false });
      expect(deck.clear).toHaveBeenCalledOnce();
    });
    it("plays a song of the library at once and goes on with the queue after it", () => {
      now().playTrack(song(99));
      expect(currentId()).toBe(99);
      hear.onEnded();
      expect(currentId()).toBe(11);
    });
  });

  describe("with songs that will not play", () => {
    beforeEach(() => now().setUpcoming(playlistOf(1, [10, 11, 12, 13, 14, 15, 16])));

    it("passes over one, says why, and goes on", async () => {
      explainFailure.mockResolvedValue({ kind: "refused", message: "the file is gone." });
      await fail();
      expect(currentId()).toBe(11);
      expect(now().playing).toBe(true);
      expect(say).toHaveBeenCalledWith({ tone: "warning", text: "Skipped “Song 10”: the file is gone." });
    });
    it("stops after five in a row instead of racing through the library", async () => {
      for (const _ of [1, 2, 3, 4, 5]) {
        // oxlint-disable-next-line no-await-in-loop -- one failure follows the other
        await fail();
      }
      expect(currentId()).toBe(15);
      expect(now().playing).toBe(false);
      expect(say).toHaveBeenLastCalledWith(expect.objectContaining({ tone: "error" }));
      expect(deck.load.mock.lastCall?.[1]).toMatchObject({ play: false });
    });
    it("counts anew once a song has sounded", async () => {
      for (const _ of [1, 2, 3, 4]) {
        // oxlint-disable-next-line no-await-in-loop -- one failure follows the other
        await fail();
      }
      hear.onPlaying();
      await fail();
      expect(now().playing).toBe(true);
    });
    it("keeps the song and its place when the server is away, and plays on from there", async () => {
      explainFailure.mockResolvedValue({ kind: "away" });
      hear.onTime(42_000, 180_000);
      hear.onError({ key: now().current?.key ?? 0, url: "" });
      await vi.waitFor(() => expect(say).toHaveBeenCalledOnce());
      expect(now()).toMatchObject({ status: "paused", positionMs: 42_000 });
      expect(currentId()).toBe(10);
      say.mock.lastCall?.[0].action?.run();
      expect(deck.load.mock.lastCall?.[1]).toEqual({ play: true, positionMs: 42_000 });
    });
    it("ignores word of a song that is no longer in front", async () => {
      const key = now().current?.key ?? 0;
      hear.onError({ key, url: "" });
      now().next();
      await Promise.resolve();
      await Promise.resolve();
      expect(currentId()).toBe(11);
      expect(say).not.toHaveBeenCalled();
    });
  });

  describe("volume", () => {
    it("is kept, and squared on the way to the element", () => {
      expect(deck.setVolume).toHaveBeenLastCalledWith(0.25);
      now().setVolume(1.4);
      expect(deck.setVolume).toHaveBeenLastCalledWith(1);
      expect(keepVolume).toHaveBeenLastCalledWith(1);
    });
    it("comes back as it was after muting", () => {
      now().toggleMute();
      expect(deck.setVolume).toHaveBeenLastCalledWith(0);
      now().toggleMute();
      expect(deck.setVolume).toHaveBeenLastCalledWith(0.25);
      expect(keepVolume).not.toHaveBeenCalled();
    });
  });

  it("does nothing on play while there is no song", () => {
    now().play();
    now().next();
    now().seek(5);
    expect(deck.play).not.toHaveBeenCalled();
    expect(now().status).toBe("idle");
  });
});
