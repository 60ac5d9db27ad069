/** Every call about composed pieces to our own server. Each throws ApiError. */
import type { Piece } from "../../../core/composition/piece.ts";
import type { KeptPiece, PieceSummary } from "../../../contracts/pieces.ts";
import type { RenewalSchedule, StandingPlaylists } from "../../../contracts/standing-playlists.ts";
import type { StarterLibrary } from "../../../contracts/starter-library.ts";
import type { Playlist } from "../../../contracts/playlists.ts";
import { call } from "../../api-client.ts";

export const piecesApi = {
  list: (offset: number, limit: number, signal?: AbortSignal) =>
    call<{ pieces: PieceSummary[]; total: number }>(`/pieces?origin=listener&limit=${limit}&offset=${offset}`, {
      signal,
    }),
  get: (id: number, signal?: AbortSignal) => call<KeptPiece>(`/pieces/${id}`, { signal }),
  keep: (piece: Piece, name: string) => call<KeptPiece>("/pieces", { method: "POST", body: { piece, name } }),
  rename: (id: number, name: string) => call<KeptPiece>(`/pieces/${id}`, { method: "PATCH", body: { name } }),
  remove: (id: number) => call<unknown>(`/pieces/${id}`, { method: "DELETE" }),
  starter: (signal?: AbortSignal) => call<StarterLibrary>("/starter-library", { signal }),
  setStarter: (enabled: boolean) => call<StarterLibrary>("/starter-library", { method: "PUT", body: { enabled } }),
  standing: (signal?: AbortSignal) => call<StandingPlaylists>("/standing-playlists", { signal }),
  setSchedule: (schedule: RenewalSchedule) =>
    call<StandingPlaylists>("/standing-playlists", { method: "PUT", body: schedule }),
  renewStanding: () => call<StandingPlaylists>("/standing-playlists/renewals", { method: "POST", body: {} }),
  playlist: (id: number) => call<Playlist>(`/playlists/${id}`),
} as const;
