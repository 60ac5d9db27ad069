import { beforeEach, describe, expect, it } from "vitest";
import { claimAudio, releaseAudio } from "./audio-focus.ts";
import { moodPicksOwnMusic, useMusicFrom } from "./music-from-store.ts";

const nothing = (): void => undefined;

describe("which music the mood picks", () => {
  beforeEach(() => {
    claimAudio("player", nothing);
    releaseAudio("player");
  });

  it("is one's own until a service plays, and again once one's own plays", () => {
    expect(moodPicksOwnMusic()).toBe(true);
    claimAudio("spotify", nothing);
    expect(useMusicFrom.getState().from).toBe("spotify");
    expect(moodPicksOwnMusic()).toBe(false);
    claimAudio("player", nothing);
    expect(moodPicksOwnMusic()).toBe(true);
  });
  it("stays with the service when it gives the loudspeaker back, until the listener says otherwise", () => {
    claimAudio("spotify", nothing);
    releaseAudio("spotify");
    expect(moodPicksOwnMusic()).toBe(false);
    useMusicFrom.getState().choose("own");
    expect(moodPicksOwnMusic()).toBe(true);
  });
  it("leaves composing alone: the songs wait while another player of ours sounds", () => {
    claimAudio("composing", nothing);
    expect(useMusicFrom.getState().from).toBe("own");
    expect(moodPicksOwnMusic()).toBe(false);
  });
});
