/** Gives a history a form that is quick to pass between threads and to go through: each song once, listens as columns. */
import type { ExchangeFormat, ImportedFile, Listen, SongReference } from "./song-reference.ts";
import { songKey } from "./song-reference.ts";

export interface History {
  kind: "history";
  format: ExchangeFormat;
  /** Each once, in the order in which they first appear. */
  songs: SongReference[];
  /** Index of the song of each listen, in the order of the file. */
  songOf: Int32Array;
  listenedAtMs: Float64Array;
  unusable: number;
}

export type CompactImport = Exclude<ImportedFile, { kind: "history" }> | History;

/** A playlist or likes as they are, a history in columns. */
export function compactImport(file: ImportedFile): CompactImport {
  return file.kind === "history" ? toHistory(file, file.listens) : file;
}

function toHistory({ format, unusable }: ImportedFile, listens: readonly Listen[]): History {
  const songs: SongReference[] = [];
  const indices = new Map<string, number>();
  const songOf = Int32Array.from(listens, ({ song }) => {
    const key = songKey(song);
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, songs.length);
    return songs.push(song) - 1;
  });
  return {
    kind: "history",
    format,
    songs,
    songOf,
    listenedAtMs: Float64Array.from(listens, (l) => l.listenedAtMs),
    unusable,
  };
}
