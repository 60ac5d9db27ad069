/** What the services need of the listener's own files; local-files.ts has the real thing, tests their own. */
import type { MeasuredSound } from "../../sources/local/measured-sound.ts";
import type { Cover, ListOptions, SourceTags } from "../../sources/music-source.ts";

export interface ListedFile {
  /** Relative to the music folder, with forward slashes. */
  path: string;
  sizeBytes: number;
  modifiedAtMs: number;
}

export interface AnalysisPool {
  analyse(absolutePath: string, options: { signal?: AbortSignal }): Promise<MeasuredSound>;
  close(): Promise<void>;
}

export interface LocalSource {
  /** Version of the analyser; results of another version are out of date. */
  readonly analyserVersion: number;
  /** @throws MoodSyncError `folder.vanished` */
  listAudioFiles(folder: string, options: ListOptions): AsyncIterable<ListedFile>;
  /** @throws MoodSyncError `path.outside-library`, `file.not-found`, `folder.vanished` */
  resolveInside(folder: string, relativePath: string): Promise<string>;
  readTags(absolutePath: string): Promise<SourceTags>;
  /** A picture whose type was told from its bytes; null where there is none. */
  readCover(absolutePath: string): Promise<Cover | null>;
  openAnalysisPool(options: { size: number }): Promise<AnalysisPool>;
}
