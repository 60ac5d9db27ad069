/** Every call about kept playlists to our own server. Each throws ApiError. */
import type { Playlist, PlaylistChange, PlaylistList } from "../../../contracts/playlists.ts";
import { call } from "../../api-client.ts";

export const playlistsApi = {
  list: (offset: number, limit: number, signal?: AbortSignal) =>
    call<PlaylistList>(`/playlists?limit=${limit}&offset=${offset}`, { signal }),
  get: (id: number, signal?: AbortSignal) => call<Playlist>(`/playlists/${id}`, { signal }),
  createOwn: (name: string, trackIds: readonly number[]) =>
    call<Playlist>("/playlists/own", { method: "POST", body: { name, trackIds } }),
  copy: (id: number, name: string) => call<Playlist>(`/playlists/${id}/copies`, { method: "POST", body: { name } }),
  change: (id: number, change: PlaylistChange) => call<Playlist>(`/playlists/${id}`, { method: "PATCH", body: change }),
  remove: (id: number) => call<unknown>(`/playlists/${id}`, { method: "DELETE" }),
} as const;

/** Where a playlist is as a file for other players. */
export function playlistFileUrl(id: number): string {
  return `/api/playlists/${id}.m3u`;
}
