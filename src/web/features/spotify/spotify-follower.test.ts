import { beforeEach, describe, expect, it, vi } from "vitest";
import type { SpotifyList, SpotifyTrack } from "../../../contracts/spotify.ts";
import type { Emotion } from "../../../core/affect/emotion.ts";
import { useMoodStore } from "../../mood-store.ts";
import { audioOwner, claimAudio } from "../../playback/audio-focus.ts";
import { useMusicFrom } from "../../playback/music-from-store.ts";
import { emotionOf } from "../services/followed-emotion.ts";
import { spotifyApi } from "./spotify-api.ts";
import { followMood } from "./spotify-follower.ts";
import { playList, spotifyHere, useSpotifyPlayback } from "./spotify-playback.ts";
import { askAgainAfterMs } from "./remote-watch.tsx";

function track(number: number, restriction: SpotifyTrack["restriction"] = null): SpotifyTrack {
  const id = `t${number}`;
  return {
    id,
    uri: `spotify:track:${id}`,
    url: "https://open.spotify.com",
    title: `Song ${number}`,
    artists: [],
    album: null,
    artUrl: null,
    durationMs: 100_000,
    explicit: false,
    restriction,
  };
}

function list(emotion: Emotion, numbers: readonly number[]): SpotifyList {
  const entries = numbers.map((number) => ({ track: track(number), origin: "playlist" as const, originName: null }));
  return { emotion, entries, note: null, saved: null, fetchedAtMs: 1, expiresAtMs: 2, stale: false, problem: null };
}

/** Spotify's player in this browser says which song it is at. */
function sounds(number: number): void {
  const { id, title, durationMs } = track(number);
  spotifyHere.getState().take({
    kind: "playback",
    playback: {
      track: { id: `spotify:track:${id}`, title, artists: [], album: null, imageUrl: null, durationMs, preview: false },
      paused: false,
      positionMs: 0,
      atMs: 0,
      next: [],
    },
  });
}

describe("Spotify's list and the mood", () => {
  const play = vi.spyOn(spotifyApi, "play");
  const fetchList = vi.fn<(emotion: Emotion) => Promise<SpotifyList>>();
  let stop = (): void => undefined;

  beforeEach(async () => {
    stop();
    play.mockReset().mockResolvedValue({});
    fetchList.mockReset().mockImplementation((emotion) => Promise.resolve(list(emotion, [50, 51])));
    spotifyHere.setState({ playback: null, deviceId: "here" });
    useSpotifyPlayback.setState({ played: null, pending: null, error: null, remote: null });
    useMoodStore.getState().chooseMood({ emotion: "happy" }, "button");
    stop = followMood(fetchList);
    await playList(list("happy", [1, 2, 3]));
    sounds(1);
    play.mockClear();
  });

  it("a new mood waits for the next song, and then comes from its first", async () => {
    useMoodStore.getState().chooseMood({ emotion: "sad" }, "button");
    expect(useSpotifyPlayback.getState().pending).toBe("sad");
    sounds(1);
    expect(play).not.toHaveBeenCalled();
    sounds(2);
    await vi.waitFor(() => expect(play).toHaveBeenCalledOnce());
    expect(play.mock.calls[0]?.[0]).toEqual({
      uris: ["spotify:track:t50", "spotify:track:t51"],
      startAt: 0,
      deviceId: "here",
    });
    expect(useSpotifyPlayback.getState()).toMatchObject({ pending: null, played: { emotion: "sad" } });
  });
  it("a mood that comes back before the song's end changes nothing", () => {
    useMoodStore.getState().chooseMood({ emotion: "sad" }, "button");
    useMoodStore.getState().chooseMood({ emotion: "happy" }, "button");
    expect(useSpotifyPlayback.getState().pending).toBeNull();
    sounds(2);
    expect(fetchList).not.toHaveBeenCalled();
  });
  it("a list that cannot be had leaves what plays, and says why", async () => {
    fetchList.mockRejectedValueOnce(new Error("Spotify cannot be reached."));
    useMoodStore.getState().chooseMood({ emotion: "sad" }, "button");
    sounds(2);
    await vi.waitFor(() => expect(useSpotifyPlayback.getState().error).toBeInstanceOf(Error));
    expect(play).not.toHaveBeenCalled();
    expect(useSpotifyPlayback.getState().played?.emotion).toBe("happy");
  });
  it("what cannot be played here is left out, and a song is begun at its place among the rest", async () => {
    const mixed = list("happy", [1, 2, 3]);
    mixed.entries[0] = { track: track(1, "market"), origin: "playlist", originName: null };
    await playList(mixed, track(3));
    expect(play.mock.calls[0]?.[0]).toMatchObject({ uris: ["spotify:track:t2", "spotify:track:t3"], startAt: 1 });
  });
  it("refused while Spotify is silent, it gives the loudspeaker and the mood back", async () => {
    spotifyHere.setState({ playback: null });
    claimAudio("player", () => undefined);
    expect(useMusicFrom.getState().from).toBe("own");
    play.mockRejectedValueOnce(new Error("No Spotify device is active."));
    await playList(list("angry", [9]));
    expect(audioOwner()).toBeNull();
    expect(useMusicFrom.getState().from).toBe("own");
    await playList(list("angry", [9]));
    expect(audioOwner()).toBe("spotify");
    expect(useMusicFrom.getState().from).toBe("spotify");
  });
  it("a refusal is kept to be told, and the list that plays stays", async () => {
    play.mockRejectedValueOnce(new Error("No Spotify device is active."));
    expect(await playList(list("angry", [9]))).toBe(false);
    expect(useSpotifyPlayback.getState()).toMatchObject({ busy: false, played: { emotion: "happy" } });
  });
});

describe("the mood that a list is asked for", () => {
  it("is one of the seven: a point of the pad takes the nearest", () => {
    expect(emotionOf(null)).toBeNull();
    expect(emotionOf({ emotion: "fear" })).toBe("fear");
    expect(emotionOf({ valence: 0.8, arousal: 0.45 })).toBe("happy");
  });
});

describe("another device is asked what it plays", () => {
  const playing = { device: null, track: track(1), playing: true, positionMs: 30_000, shuffle: false, atMs: 1000 };

  it("when its song should be over, and never by the second", () => {
    expect(askAgainAfterMs(playing, 1000)).toBe(71_500);
    expect(askAgainAfterMs({ ...playing, positionMs: 99_900 }, 1000)).toBe(10_000);
  });
  it("not at all while it is paused, or plays nothing that ends", () => {
    expect(askAgainAfterMs({ ...playing, playing: false }, 1000)).toBe(false);
    expect(askAgainAfterMs({ ...playing, track: null }, 1000)).toBe(false);
    expect(askAgainAfterMs(undefined, 1000)).toBe(false);
  });
});
