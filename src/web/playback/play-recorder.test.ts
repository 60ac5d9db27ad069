import { beforeEach, describe, expect, it, vi } from "vitest";
import { deferred } from "./player-fixture.ts";
import { createPlayRecorder } from "./play-recorder.ts";

describe("the play recorder", () => {
  let nowMs = 0;
  const startPlay = vi.fn<(trackId: number, playlistId: number | null) => Promise<{ id: number }>>();
  const updatePlay = vi.fn<(...told: unknown[]) => Promise<unknown>>();
  const recorderNow = () => createPlayRecorder({ startPlay, updatePlay, now: () => nowMs });
  const entry = { key: 1, trackId: 10, playlistId: 5 };

  beforeEach(() => {
    nowMs = 0;
    startPlay.mockReset().mockResolvedValue({ id: 7 });
    updatePlay.mockReset().mockResolvedValue({});
  });

  it("opens one play however often sound stops and goes on, and counts what sounded", async () => {
    const recorder = recorderNow();
    recorder.running(entry);
    nowMs = 4000;
    recorder.halted();
    nowMs = 60_000;
    recorder.running(entry);
    nowMs = 65_000;
    recorder.finish("completed");
    await vi.waitFor(() => expect(updatePlay).toHaveBeenCalledOnce());
    expect(startPlay.mock.calls).toEqual([[10, 5]]);
    expect(updatePlay).toHaveBeenCalledWith(7, 9000, "completed", false);
  });
  it("waits for the play's number before it closes it", async () => {
    const answer = deferred<{ id: number }>();
    startPlay.mockReturnValue(answer.promise);
    const recorder = recorderNow();
    recorder.running(entry);
    nowMs = 1000;
    recorder.finish("skipped");
    expect(updatePlay).not.toHaveBeenCalled();
    answer.resolve({ id: 9 });
    await vi.waitFor(() => expect(updatePlay).toHaveBeenCalledWith(9, 1000, "skipped", false));
  });
  it("closes the play before when another entry sounds", async () => {
    const recorder = recorderNow();
    recorder.running(entry);
    recorder.running({ key: 2, trackId: 11, playlistId: null });
    await vi.waitFor(() => expect(updatePlay).toHaveBeenCalledWith(7, 0, "stopped", false));
    expect(startPlay).toHaveBeenCalledTimes(2);
  });
  it("sends what was heard when the page goes, in a request that outlives it", async () => {
    const recorder = recorderNow();
    recorder.running(entry);
    await Promise.resolve();
    await Promise.resolve();
    nowMs = 2500;
    recorder.leave();
    expect(updatePlay).toHaveBeenCalledWith(7, 2500, "stopped", true);
  });
  it("sends nothing more about a play that the server did not take", async () => {
    startPlay.mockRejectedValue(new Error("away"));
    const recorder = recorderNow();
    recorder.running(entry);
    recorder.finish("skipped");
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(updatePlay).not.toHaveBeenCalled();
  });
});
