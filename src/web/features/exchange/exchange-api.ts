/** Every call about files from and for other programs to our own server. Each throws ApiError. */
import type { ImportOutcome, MissingEntries, MissingSearch } from "../../../contracts/exchange.ts";
import { call, sendFile } from "../../api-client.ts";

export const exchangeApi = {
  /** With `dryRun` nothing is kept. */
  importFile: (file: File, dryRun: boolean, signal?: AbortSignal) =>
    sendFile<ImportOutcome>(
      `/imports?${new URLSearchParams({ name: file.name, dryRun: String(dryRun) })}`,
      file,
      signal,
    ),
  missing: (playlistId: number, signal?: AbortSignal) =>
    call<MissingEntries>(`/playlists/${playlistId}/missing`, { signal }),
  findMissing: (playlistId: number) =>
    call<MissingSearch>(`/playlists/${playlistId}/missing/search`, { method: "POST" }),
} as const;

/** What can be taken along, and where it lies. */
export const EXPORTS = [
  { name: "All songs", file: "as a table (CSV)", url: "/api/exports/tracks.csv" },
  { name: "What I heard", file: "as a table (CSV)", url: "/api/exports/listens.csv" },
  { name: "What I heard", file: "for ListenBrainz (JSON lines)", url: "/api/exports/listens.jsonl" },
] as const;

/** Where a playlist lies in other forms than M3U. */
export function playlistExportUrl(id: number, format: "xspf" | "csv"): string {
  return `/api/exports/playlists/${id}?format=${format}`;
}
