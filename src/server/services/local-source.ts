/** What the services need of the listener's own files; the real thing is in sources/local and is put in by open-services.ts. */
import type { TrackFeatures } from "../../contracts/tracks.ts";

export interface ListedFile {
  /** Relative to the music folder, with forward slashes. */
  path: string;
  sizeBytes: number;
  modifiedAtMs: number;
}

export interface FileTags {
  title: string;
  artist: string | null;
  album: string | null;
  durationMs: number | null;
  hasCover: boolean;
  mimeType: string;
}

export interface AnalysisPool {
  analyse(absolutePath: string, options: { signal?: AbortSignal }): Promise<TrackFeatures>;
  close(): Promise<void>;
}

export interface LocalSource {
  /** Version of the analyser; results of another version are out of date. */
  analyserVersion: number;
  listAudioFiles(
    folder: string,
    options: { signal?: AbortSignal; onProblem?: (problem: { location: string; code: string }) => void },
  ): AsyncIterable<ListedFile>;
  /** @throws MoodSyncError `path.outside-library` or `file.not-found` */
  resolveInside(folder: string, relativePath: string): Promise<string>;
  readTags(absolutePath: string): Promise<FileTags>;
  readCover(absolutePath: string): Promise<{ mimeType: string; data: Uint8Array } | null>;
  createAnalysisPool(options: { size: number }): AnalysisPool;
}
