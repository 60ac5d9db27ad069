/**
 * Finds files that were only renamed or moved within the folder, so that a track keeps its likes, plays and features: the same
 * size, the same time of change and the same tags. Where two files could be meant, neither is taken for the other.
 */
import { basename, extname } from "node:path";
import type { KnownFile, KnownTags } from "../db/repositories/scanned-file-repository.ts";
import type { SourceTags } from "../../sources/music-source.ts";
import type { ListedFile } from "./local-source.ts";

/** A file under a new name, and the track that it seems to be. */
export interface Rename {
  file: ListedFile;
  trackId: number;
}

/**
 * Pairs files that are new with tracks whose files are gone, by size and time of change; only where both are the only ones.
 * @param fresh files whose path no track has
 * @param gone tracks whose path no file has, flagged as removed or not
 */
export function pairRenames(fresh: readonly ListedFile[], gone: readonly KnownFile[]): Rename[] {
  if (fresh.length === 0 || gone.length === 0) return [];
  const tracks = countedBy(gone);
  const files = countedBy(fresh);
  return fresh.flatMap((file) => {
    const track = tracks.get(keyOf(file));
    return track && files.get(keyOf(file)) ? [{ file, trackId: track.trackId }] : [];
  });
}

/**
 * Whether the tags of a file are those that were kept of a track under another name. A title that was but the old file's name
 * says nothing.
 */
export function sameTags(found: SourceTags, kept: KnownTags, path: string): boolean {
  const titled = found.title !== nameOf(path) || kept.title !== nameOf(kept.path);
  const rounded = found.durationMs === null ? null : Math.round(found.durationMs);
  return (
    found.artist === kept.artist &&
    found.album === kept.album &&
    rounded === kept.durationMs &&
    (!titled || found.title === kept.title)
  );
}

function nameOf(path: string): string {
  return basename(path, extname(path));
}

function keyOf({ sizeBytes, modifiedAtMs }: { sizeBytes: number; modifiedAtMs: number }): string {
  return `${sizeBytes} ${modifiedAtMs}`;
}

/** By key what is the only one of its key; null where there are several. */
function countedBy<Item extends { sizeBytes: number; modifiedAtMs: number }>(
  items: readonly Item[],
): Map<string, Item | null> {
  const counted = new Map<string, Item | null>();
  for (const item of items) counted.set(keyOf(item), counted.has(keyOf(item)) ? null : item);
  return counted;
}
