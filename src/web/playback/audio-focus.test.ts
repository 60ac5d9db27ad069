import { beforeEach, describe, expect, it, vi } from "vitest";
import { audioOwner, claimAudio, onAudioOwner, releaseAudio } from "./audio-focus.ts";

describe("the loudspeaker", () => {
  beforeEach(() => {
    claimAudio("between tests", () => undefined);
    releaseAudio("between tests");
  });

  it("stops the one who holds it when another claims it, once", () => {
    const stop = vi.fn<() => void>();
    claimAudio("player", stop);
    expect(stop).not.toHaveBeenCalled();
    claimAudio("composing", () => undefined);
    claimAudio("composing", () => undefined);
    expect(stop).toHaveBeenCalledOnce();
    expect(audioOwner()).toBe("composing");
  });

  it("lets the owner claim again with another way to stop it", () => {
    const [first, second] = [vi.fn<() => void>(), vi.fn<() => void>()];
    claimAudio("player", first);
    claimAudio("player", second);
    claimAudio("composing", () => undefined);
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
  });

  it("is taken from nobody by one who gives it back late, on the way out", () => {
    const stop = vi.fn<() => void>(() => releaseAudio("player"));
    claimAudio("player", stop);
    claimAudio("composing", () => undefined);
    expect(stop).toHaveBeenCalledOnce();
    expect(audioOwner()).toBe("composing");
  });

  it("stops nobody who gave it back", () => {
    const stop = vi.fn<() => void>();
    claimAudio("player", stop);
    releaseAudio("player");
    expect(audioOwner()).toBeNull();
    claimAudio("composing", () => undefined);
    expect(stop).not.toHaveBeenCalled();
  });

  it("tells of every change of hands, and of nothing else", () => {
    const changed = vi.fn<(owner: string | null, before: string | null) => void>();
    const stopTelling = onAudioOwner(changed);
    claimAudio("player", () => undefined);
    claimAudio("player", () => undefined);
    claimAudio("composing", () => undefined);
    releaseAudio("player");
    releaseAudio("composing");
    stopTelling();
    claimAudio("player", () => undefined);
    expect(changed.mock.calls).toEqual([
      ["player", null],
      ["composing", "player"],
      [null, "composing"],
    ]);
  });
});
