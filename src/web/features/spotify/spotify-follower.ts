/**
 * Lets Spotify's list follow the mood as our own songs do: slowly, and from the next song on. Knows of no clock: the
 * change of song is told by Spotify's own player.
 */
import type { SpotifyList } from "../../../contracts/spotify.ts";
import type { Emotion } from "../../../core/affect/emotion.ts";
import { useMoodStore } from "../../mood-store.ts";
import { emotionOf } from "../services/followed-emotion.ts";
import { playList, spotifyHere, useSpotifyPlayback } from "./spotify-playback.ts";

/** What the follower asks for lists. */
export type FetchList = (emotion: Emotion) => Promise<SpotifyList>;

/** The mood moved on: what plays keeps playing, the new list waits for its end. */
export function awaitMood(emotion: Emotion | null): void {
  const { played } = useSpotifyPlayback.getState();
  if (played === null || played.emotion === null || emotion === null) return;
  useSpotifyPlayback.setState({ pending: emotion === played.emotion ? null : emotion });
}

/** Plays the list that waits, now. */
export async function bringPending(fetchList: FetchList): Promise<void> {
  const { pending } = useSpotifyPlayback.getState();
  if (pending === null) return;
  useSpotifyPlayback.setState({ pending: null });
  try {
    await playList(await fetchList(pending));
  } catch (error) {
    useSpotifyPlayback.setState({ error });
  }
}

function songNow(): string | null {
  return spotifyHere.getState().playback?.track.id ?? useSpotifyPlayback.getState().remote?.track?.uri ?? null;
}

/** Follows from now on. Returns how to stop. */
export function followMood(fetchList: FetchList): () => void {
  let song = songNow();
  const heard = (): void => {
    const next = songNow();
    if (next === song) return;
    const wasPlaying = song !== null;
    song = next;
    if (wasPlaying && next !== null) void bringPending(fetchList);
  };
  const stops = [
    spotifyHere.subscribe(heard),
    useSpotifyPlayback.subscribe(heard),
    useMoodStore.subscribe((state, before) => {
      if (state.musicTarget !== before.musicTarget) awaitMood(emotionOf(state.musicTarget));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
