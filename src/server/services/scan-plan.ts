/** Decides, from the files found and those known, what a scan has to do. Gives way now and then: there may be a million. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { KnownFile } from "../db/repositories/scanned-file-repository.ts";
import type { ListedFile } from "./local-source.ts";
import { pairRenames, type Rename } from "./scan-renames.ts";

export interface PlannedFile {
  file: ListedFile;
  trackId: number;
}

/** Which versions of analyser and reader of tags need not look again. */
export interface CurrentVersions {
  analyser: number;
  tags: number;
}

/** Files gone through before others may have the processor. */
const FILES_AT_ONCE = 5000;

export interface ScanPlan {
  /** New or changed: tags, then analysis. */
  toTag: ListedFile[];
  /** Known in this state, but not (or by an older analyser) analysed: analysis alone. */
  toAnalyse: PlannedFile[];
  /** Known in this state, but its tags were read by an older reader: tags again, whatever was measured stays. */
  toRetag: PlannedFile[];
  /** Nothing to do. */
  unchanged: number;
  /** Flagged as removed, and there again. */
  toRestore: number[];
  /** Known and not found; to be flagged once the scan has ended well. */
  missing: number[];
  /** Of `toTag`, what may be a track of `missing`, or one flagged before, under another name. */
  renames: Rename[];
}

/**
 * @param unreadable folders (relative, forward slashes) that could not be looked into: what is known below them stays.
 */
export async function planScan(
  found: readonly ListedFile[],
  known: ReadonlyMap<string, KnownFile>,
  versions: CurrentVersions,
  unreadable: readonly string[] = [],
): Promise<ScanPlan> {
  const work = { toTag: [], toAnalyse: [], toRetag: [], toRestore: [], missing: [], renames: [] };
  const plan: ScanPlan = { ...work, unchanged: 0 };
  const gone: KnownFile[] = [];
  const giveWay = createGivingWay();
  const paths = new Set<string>();
  for (const index of await spread(found, giveWay)) {
    const due = giveWay();
    if (due) await due;
    const file = found[index]!;
    paths.add(file.path);
    const before = known.get(file.path);
    if (!before || before.sizeBytes !== file.sizeBytes || before.modifiedAtMs !== file.modifiedAtMs) {
      plan.toTag.push(file);
      continue;
    }
    if (before.removed) plan.toRestore.push(before.trackId);
    if ((before.tagsVersion ?? 0) < versions.tags) plan.toRetag.push({ file, trackId: before.trackId });
    if (before.checkedVersion === versions.analyser) plan.unchanged += 1;
    else plan.toAnalyse.push({ file, trackId: before.trackId });
  }
  for (const [path, file] of known) {
    const due = giveWay();
    if (due) await due;
    const hidden = unreadable.some((folder) => path.startsWith(`${folder}/`));
    if (paths.has(path) || hidden) continue;
    gone.push(file);
    if (!file.removed) plan.missing.push(file.trackId);
  }
  if (gone.length > 0)
    plan.renames = pairRenames(
      plan.toTag.filter(({ path }) => !known.has(path)),
      gone,
    );
  return plan;
}

/** Gives a promise to wait for at every so many calls, else nothing: a promise a file would cost more than the file. */
function createGivingWay(): () => Promise<void> | null {
  let calls = 0;
  return () => (++calls % FILES_AT_ONCE === 0 ? nextTurn() : null);
}

/**
 * The same files, by index, in a scattered but repeatable order: the first playlists, made before the scan ends, then draw
 * on many artists rather than on those at the start of the alphabet.
 */
async function spread(files: readonly ListedFile[], giveWay: () => Promise<void> | null): Promise<number[]> {
  // Hash and index in one number below 2^53, since numbers are sorted several times quicker than objects.
  const keys = new Float64Array(files.length);
  for (const [index, { path }] of files.entries()) {
    const due = giveWay();
    if (due) await due;
    keys[index] = (fnv1a(path) >>> 11) * 2 ** 32 + index;
  }
  keys.sort();
  return Array.from(keys, (key) => key % 2 ** 32);
}

/** 32-bit FNV-1a over UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
