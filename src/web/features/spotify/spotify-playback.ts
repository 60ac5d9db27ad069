/**
 * Spotify's player as the page steers it: this browser through the SDK's frame, any other device through our server.
 * It has its own queue, which is Spotify's. A new mood changes what comes after the song, never the song; our other
 * players fall silent before Spotify starts, and Spotify before they do.
 */
import { create } from "zustand";
import type { SpotifyList, SpotifyPlayerState, SpotifyTrack } from "../../../contracts/spotify.ts";
import type { Emotion } from "../../../core/affect/emotion.ts";
import { claimAudio, releaseAudio } from "../../playback/audio-focus.ts";
import { type MusicFrom, useMusicFrom } from "../../playback/music-from-store.ts";
import type { OutsidePlayback, PlayerCommand } from "../../services/frame-protocol.ts";
import { createOutsidePlayer } from "../../services/outside-player.ts";
import { spotifyApi } from "./spotify-api.ts";

/** What plays came from this list; `emotion` null where the listener put it together by a search. */
export interface PlayedList {
  emotion: Emotion | null;
  tracks: readonly SpotifyTrack[];
}

export interface SpotifyPlayback {
  played: PlayedList | null;
  /** The mood whose list follows after the song; null while the mood stays. */
  pending: Emotion | null;
  /** A command is on its way. */
  busy: boolean;
  /** How many commands Spotify has taken: each changes what another device plays. */
  taken: number;
  /** Why the latest command was refused. */
  error: unknown;
  /** What another device plays, as last heard; null where nothing, or where it is this browser. */
  remote: SpotifyPlayerState | null;
}

export const useSpotifyPlayback = create<SpotifyPlayback>(() => ({
  played: null,
  pending: null,
  busy: false,
  taken: 0,
  error: null,
  remote: null,
}));

/** Spotify's player in this browser. */
export const spotifyHere = createOutsidePlayer(claim);

function claim(): void {
  claimAudio("spotify", () => void pause());
}

/** Nothing came of it, or it is over: the mood picks from what it picked from before. */
function giveBack(from: MusicFrom): void {
  releaseAudio("spotify");
  useMusicFrom.getState().choose(from);
}

function isSounding(): boolean {
  const here = spotifyHere.getState().playback;
  return here === null ? useSpotifyPlayback.getState().remote?.playing === true : !here.paused;
}

/** Only these can be played; at most a hundred at a time. */
export function playable(tracks: readonly SpotifyTrack[]): readonly SpotifyTrack[] {
  return tracks.filter(({ restriction }) => restriction === null).slice(0, 100);
}

async function attempt(run: () => Promise<unknown>): Promise<boolean> {
  useSpotifyPlayback.setState({ busy: true, error: null });
  try {
    await run();
    useSpotifyPlayback.setState(({ taken }) => ({ taken: taken + 1 }));
    return true;
  } catch (error) {
    useSpotifyPlayback.setState({ error });
    return false;
  } finally {
    useSpotifyPlayback.setState({ busy: false });
  }
}

/** Plays tracks from the given one on, in this browser where it is a device, else on the active one. */
export async function playTracks(list: PlayedList, first?: SpotifyTrack): Promise<boolean> {
  const tracks = playable(list.tracks);
  if (tracks.length === 0) return false;
  const startAt = Math.max(
    0,
    tracks.findIndex(({ uri }) => uri === first?.uri),
  );
  const { deviceId } = spotifyHere.getState();
  const { from } = useMusicFrom.getState();
  // First silence, then sound: the two never overlap.
  claim();
  const uris = tracks.map(({ uri }) => uri);
  const went = await attempt(() => spotifyApi.play({ uris, startAt, ...(deviceId === null ? {} : { deviceId }) }));
  if (went) useSpotifyPlayback.setState({ played: { ...list, tracks }, pending: null });
  else if (!isSounding()) giveBack(from);
  return went;
}

/** Plays a mood's list. */
export async function playList(list: SpotifyList, first?: SpotifyTrack): Promise<boolean> {
  return await playTracks({ emotion: list.emotion, tracks: list.entries.map(({ track }) => track) }, first);
}

/** Whether this browser is what plays. */
export function playsHere(): boolean {
  return spotifyHere.getState().playback !== null;
}

/** Through the frame where this browser plays, which is at once; through our server else. */
async function steer(command: PlayerCommand, elsewhere: () => Promise<unknown>): Promise<void> {
  const { send } = spotifyHere.getState();
  if (playsHere() && send !== null) {
    send(command);
    return;
  }
  await attempt(elsewhere);
}

export async function pause(): Promise<void> {
  if (!isSounding()) return;
  await steer({ kind: "pause" }, spotifyApi.pause);
}

export async function resume(): Promise<void> {
  claim();
  await steer({ kind: "resume" }, () => spotifyApi.play({}));
}

export async function skip(way: "next" | "previous"): Promise<void> {
  claim();
  await steer({ kind: way }, way === "next" ? spotifyApi.next : spotifyApi.previous);
}

export async function seek(positionMs: number): Promise<void> {
  const place = Math.round(positionMs);
  await steer({ kind: "seek", positionMs: place }, () => spotifyApi.seek(place));
}

/** 0..1. */
export async function setVolume(share: number): Promise<void> {
  await steer({ kind: "volume", share }, () => spotifyApi.setVolume(Math.round(share * 100)));
}

/** Moves what plays to another device. */
export async function moveTo(deviceId: string): Promise<boolean> {
  claim();
  return await attempt(() => spotifyApi.transfer(deviceId, true));
}

export async function enqueue(track: SpotifyTrack): Promise<boolean> {
  return await attempt(() => spotifyApi.enqueue(track.uri));
}

/** What the server last heard of another device, as this browser's own player would tell it. */
export function remotePlayback(remote: SpotifyPlayerState | null): OutsidePlayback | null {
  if (remote === null || remote.track === null) return null;
  const { track } = remote;
  return {
    track: {
      id: track.uri,
      title: track.title,
      artists: track.artists.map(({ name }) => name),
      album: track.album?.name ?? null,
      imageUrl: track.artUrl,
      durationMs: track.durationMs,
      preview: false,
    },
    paused: !remote.playing,
    positionMs: remote.positionMs,
    atMs: remote.atMs,
    next: [],
  };
}

/** Falls silent and forgets everything, as before a disconnect. */
export async function closePlayer(): Promise<void> {
  await pause();
  spotifyHere.getState().send?.({ kind: "sign-out" });
  useSpotifyPlayback.setState({ played: null, pending: null, error: null, remote: null });
  if (useMusicFrom.getState().from === "spotify") giveBack("own");
}
