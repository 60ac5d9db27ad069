/** The sources that are there at the moment, by id: a source that is not configured or not connected is absent. */
import { MoodSyncError } from "../../core/errors.ts";
import type { MusicSource } from "../../sources/music-source.ts";

export interface MusicSources {
  /** Null where no such source is configured. */
  find(id: string): MusicSource | null;
  /** @throws MoodSyncError `source.absent` */
  require(id: string): MusicSource;
  all(): MusicSource[];
  /** Makes a source known, in place of one with the same id. */
  add(source: MusicSource): void;
  /** Takes a source out, as when its service is disconnected; one that is not there is no error. */
  remove(id: string): void;
}

export function createMusicSources(sources: readonly MusicSource[] = []): MusicSources {
  const byId = new Map(sources.map((source) => [source.id, source]));
  const find = (id: string): MusicSource | null => byId.get(id) ?? null;
  return {
    find,
    require(id) {
      const source = find(id);
      if (source) return source;
      throw new MoodSyncError(
        "source.absent",
        "The source that this track comes from is not connected at the moment.",
        {
          kind: "unavailable",
          details: { source: id },
        },
      );
    },
    all: () => [...byId.values()],
    add: (source) => void byId.set(source.id, source),
    remove: (id) => void byId.delete(id),
  };
}
