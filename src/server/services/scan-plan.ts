/** Decides, from the files found and those known, what a scan has to do. Pure. */
import type { KnownFile } from "../db/repositories/scanned-file-repository.ts";
import type { ListedFile } from "./local-source.ts";

export interface ScanPlan {
  /** New or changed: tags, then analysis. */
  toTag: ListedFile[];
  /** Known in this state, but not (or by an older analyser) analysed: analysis alone. */
  toAnalyse: { file: ListedFile; trackId: number }[];
  /** Nothing to do. */
  unchanged: number;
  /** Flagged as removed, and there again. */
  toRestore: number[];
  /** Known and not found; to be flagged once the scan has ended well. */
  missing: number[];
}

/**
 * @param unreadable folders (relative, forward slashes) that could not be looked into: what is known below them stays.
 */
export function planScan(
  found: readonly ListedFile[],
  known: ReadonlyMap<string, KnownFile>,
  analyserVersion: number,
  unreadable: readonly string[] = [],
): ScanPlan {
  const plan: ScanPlan = { toTag: [], toAnalyse: [], unchanged: 0, toRestore: [], missing: [] };
  for (const file of spread(found)) {
    const before = known.get(file.path);
    if (!before || before.sizeBytes !== file.sizeBytes || before.modifiedAtMs !== file.modifiedAtMs) {
      plan.toTag.push(file);
      continue;
    }
    if (before.removed) plan.toRestore.push(before.trackId);
    if (before.checkedVersion === analyserVersion) plan.unchanged += 1;
    else plan.toAnalyse.push({ file, trackId: before.trackId });
  }
  const paths = new Set(found.map(({ path }) => path));
  for (const [path, { trackId, removed }] of known) {
    const hidden = unreadable.some((folder) => path.startsWith(`${folder}/`));
    if (!removed && !paths.has(path) && !hidden) plan.missing.push(trackId);
  }
  return plan;
}

/**
 * The same files in a scattered but repeatable order: the first playlists, made before the scan ends, then draw on many
 * artists rather than on those at the start of the alphabet.
 */
function spread(files: readonly ListedFile[]): ListedFile[] {
  return files
    .map((file) => ({ file, key: fnv1a(file.path) }))
    .sort((a, b) => a.key - b.key)
    .map(({ file }) => file);
}

/** 32-bit FNV-1a over UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
