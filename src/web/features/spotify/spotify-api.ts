/** Every call about Spotify to our own server, which alone speaks to Spotify. Each throws ApiError. */
import type { Emotion } from "../../../core/affect/emotion.ts";
import type {
  SpotifyDeviceList,
  SpotifyList,
  SpotifyMoodMap,
  SpotifyMoods,
  SpotifyOutcome,
  SpotifyPlay,
  SpotifyPlayerState,
  SpotifyPlaylistList,
  SpotifyPurpose,
  SpotifyQueue,
  SpotifySaved,
  SpotifySearch,
  SpotifySignInStart,
  SpotifyStatus,
} from "../../../contracts/spotify.ts";
import { call } from "../../api-client.ts";

const BASE = "/sources/spotify";

function listPath(emotion: Emotion, refresh: boolean): string {
  return `${BASE}/lists/${emotion}${refresh ? "?refresh=true" : ""}`;
}

export const spotifyApi = {
  status: (signal?: AbortSignal) => call<SpotifyStatus>(BASE, { signal }),
  signIn: (purposes: readonly SpotifyPurpose[]) =>
    call<SpotifySignInStart>(`${BASE}/sign-in`, { method: "POST", body: { purposes } }),
  outcome: (outcome: string, signal?: AbortSignal) =>
    call<SpotifyOutcome>(`${BASE}/outcomes/${encodeURIComponent(outcome)}`, { signal }),
  playlists: (signal?: AbortSignal) => call<SpotifyPlaylistList>(`${BASE}/playlists`, { signal }),
  moods: (signal?: AbortSignal) => call<SpotifyMoods>(`${BASE}/moods`, { signal }),
  setMoods: (map: SpotifyMoodMap) => call<SpotifyMoods>(`${BASE}/moods`, { method: "PUT", body: map }),
  list: (emotion: Emotion, refresh = false, signal?: AbortSignal) =>
    call<SpotifyList>(listPath(emotion, refresh), { signal }),
  saveList: (emotion: Emotion) => call<SpotifySaved>(`${BASE}/lists/${emotion}/saved`, { method: "POST" }),
  search: (query: string, offset: number, signal?: AbortSignal) =>
    call<SpotifySearch>(`${BASE}/search?${new URLSearchParams({ query, offset: String(offset) }).toString()}`, {
      signal,
    }),
  devices: (signal?: AbortSignal) => call<SpotifyDeviceList>(`${BASE}/devices`, { signal }),
  player: (signal?: AbortSignal) => call<SpotifyPlayerState>(`${BASE}/player`, { signal }),
  queue: (signal?: AbortSignal) => call<SpotifyQueue>(`${BASE}/player/queue`, { signal }),
  transfer: (deviceId: string, play: boolean) =>
    call<unknown>(`${BASE}/player`, { method: "PUT", body: { deviceId, play } }),
  play: (play: SpotifyPlay) => call<unknown>(`${BASE}/player/play`, { method: "PUT", body: play }),
  pause: () => call<unknown>(`${BASE}/player/pause`, { method: "PUT", body: {} }),
  next: () => call<unknown>(`${BASE}/player/next`, { method: "POST", body: {} }),
  previous: () => call<unknown>(`${BASE}/player/previous`, { method: "POST", body: {} }),
  seek: (positionMs: number) => call<unknown>(`${BASE}/player/seek`, { method: "PUT", body: { positionMs } }),
  setVolume: (percent: number) => call<unknown>(`${BASE}/player/volume`, { method: "PUT", body: { percent } }),
  enqueue: (uri: string) => call<unknown>(`${BASE}/player/queue`, { method: "POST", body: { uri } }),
} as const;
