/**
 * One scan from listing to end: tags are read ahead so that tracks show and play early, analysis follows behind on a
 * bounded pool, a file's failure is that file's alone. Which scans may run, and telling the world, is scan-service.ts.
 */
import { basename, extname } from "node:path";
import { MoodSyncError } from "../../core/errors.ts";
import { TAGS_VERSION, type ListingProblem } from "../../sources/music-source.ts";
import type { KnownTags, TaggedFile } from "../db/repositories/scanned-file-repository.ts";
import type { Storage } from "../db/storage.ts";
import type { Logger } from "../logger.ts";
import { createAsyncQueue, type AsyncQueue } from "./async-queue.ts";
import { isFolder } from "./library-folder.ts";
import type { AnalysisPool, ListedFile, LocalSource } from "./local-source.ts";
import type { ScanJournal } from "./scan-journal.ts";
import { planScan, type PlannedFile, type ScanPlan } from "./scan-plan.ts";
import { sameTags } from "./scan-renames.ts";

export interface ScanRunOptions {
  storage: Storage;
  userId: number;
  source: LocalSource;
  folder: string;
  journal: ScanJournal;
  /** Files analysed at the same time. */
  analysers: number;
  /** Aborts the run; what was finished is kept. */
  signal: AbortSignal;
  logger: Logger;
}

interface AnalysisTask {
  path: string;
  trackId: number;
}

/** Files whose tags are read and stored together; small, so that the first tracks show at once. */
const TAG_BATCH = 16;

/**
 * Runs the scan through. Returns when all is done or the signal has aborted it.
 * @throws MoodSyncError `folder.vanished`, or whatever `storage.*` error ended it
 */
export async function runScan(options: ScanRunOptions): Promise<void> {
  const { storage, userId, source, journal, signal } = options;
  const { found, unreadable } = await listFiles(options);
  if (signal.aborted) return;
  const known = await storage.files.known(userId);
  const versions = { analyser: source.analyserVersion, tags: TAGS_VERSION };
  const plan = await planScan(found, known, versions, unreadable);
  known.clear();
  await journal.begin({ total: found.length, unchanged: plan.unchanged });
  await journal.restore(plan.toRestore);
  await retagAll(plan.toRetag, options);
  await renameAll(plan, options);
  if (plan.toTag.length + plan.toAnalyse.length > 0) await workThrough(plan, options);
  if (signal.aborted) return;
  await journal.flush();
  await requireFolder(options.folder);
  await journal.remove(plan.missing);
}

async function listFiles(options: ScanRunOptions): Promise<{ found: ListedFile[]; unreadable: string[] }> {
  const { source, folder, signal, logger } = options;
  const longest = options.storage.longestLocationBytes;
  await requireFolder(folder);
  const found: ListedFile[] = [];
  const unreadable: string[] = [];
  const onProblem = ({ location, code }: ListingProblem): void => {
    logger.warn({ path: location, code }, "left out of the scan");
    if (code === "file.unreadable") unreadable.push(location);
  };
  try {
    for await (const file of source.listAudioFiles(folder, { signal, onProblem })) {
      if (Buffer.byteLength(file.path) > longest) {
        const message = "Its path is too long for the database to find it by.";
        onProblem({ location: file.path, code: "file.path-too-long", message });
        continue;
      }
      found.push({ ...file, modifiedAtMs: Math.trunc(file.modifiedAtMs) });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (!signal.aborted) await requireFolder(folder);
  return { found, unreadable };
}

/** @throws MoodSyncError `folder.vanished` */
async function requireFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  throw new MoodSyncError("folder.vanished", "The music folder is no longer there. Nothing was removed.", {
    kind: "unavailable",
  });
}

async function workThrough(plan: ScanPlan, options: ScanRunOptions): Promise<void> {
  const queue = createAsyncQueue<AnalysisTask>();
  for (const { file, trackId } of plan.toAnalyse) queue.push({ path: file.path, trackId });
  // The first failure that ends the scan stops the others, too.
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  const ending = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      failure.abort(error);
      queue.end();
    }
  };
  const pool = await options.source.openAnalysisPool({ size: options.analysers });
  const inner = { ...options, signal };
  try {
    const analysers = Array.from({ length: options.analysers }, () => ending(analyseAll(queue, pool, inner)));
    await Promise.all([ending(tagAll(plan.toTag, queue, inner)), ...analysers]);
  } finally {
    await pool.close();
  }
  if (failure.signal.aborted) throw failure.signal.reason;
}

async function tagAll(
  files: readonly ListedFile[],
  queue: AsyncQueue<AnalysisTask>,
  options: ScanRunOptions,
): Promise<void> {
  for (let start = 0; start < files.length && !options.signal.aborted; start += TAG_BATCH) {
    const batch = files.slice(start, start + TAG_BATCH);
    const tagged = await Promise.all(batch.map((file) => readTagsOrName(file, options)));
    const ids = await options.journal.storeTags(tagged);
    for (const [path, trackId] of ids) queue.push({ path, trackId });
  }
  queue.end();
}

/**
 * Gives tracks the new names of their files where the tags agree, and takes both out of what the plan would tag and flag as gone;
 * the others stay in it, as a file that came and one that went.
 */
async function renameAll(plan: ScanPlan, options: ScanRunOptions): Promise<void> {
  const { storage, userId, source, folder, journal, signal } = options;
  const renamed = new Map<string, number>();
  for (let start = 0; start < plan.renames.length && !signal.aborted; start += TAG_BATCH) {
    const batch = plan.renames.slice(start, start + TAG_BATCH);
    const kept = await storage.files.tagsOf(
      userId,
      batch.map(({ trackId }) => trackId),
    );
    const read = batch.map(async ({ file, trackId }) => {
      const before = kept.get(trackId);
      const tags = await source.readTags(await source.resolveInside(folder, file.path)).catch(() => null);
      return before && tags && sameTags(tags, before, file.path) ? [{ trackId, ...file, ...tags, before }] : [];
    });
    const same = (await Promise.all(read)).flat();
    const isDone = ({ before }: { before: KnownTags }): boolean => before.checkedVersion === source.analyserVersion;
    if (same.length > 0) await journal.rename(same, same.filter(isDone).length);
    for (const one of same) {
      const { path, sizeBytes, modifiedAtMs, trackId } = one;
      renamed.set(path, trackId);
      if (!isDone(one)) plan.toAnalyse.push({ file: { path, sizeBytes, modifiedAtMs }, trackId });
    }
  }
  if (renamed.size === 0) return;
  const there = new Set(renamed.values());
  plan.toTag = plan.toTag.filter(({ path }) => !renamed.has(path));
  plan.missing = plan.missing.filter((trackId) => !there.has(trackId));
}

/** Reads tags again for what a newer reader finds in them; what cannot be read stays as it was. */
async function retagAll(files: readonly PlannedFile[], options: ScanRunOptions): Promise<void> {
  const { source, folder, journal, signal, logger } = options;
  for (let start = 0; start < files.length && !signal.aborted; start += TAG_BATCH) {
    const batch = files.slice(start, start + TAG_BATCH);
    const read = batch.map(async ({ file, trackId }) => {
      try {
        return [{ trackId, ...file, ...(await source.readTags(await source.resolveInside(folder, file.path))) }];
      } catch (error) {
        logger.debug({ err: error, file: file.path }, "tags not read again");
        return [];
      }
    });
    const tagged = (await Promise.all(read)).flat();
    await journal.retag(tagged);
    if (tagged.length < batch.length) await requireFolder(folder);
  }
}

/** The file's tags; where they cannot be read, its name: whether it is music at all is for the analysis to say. */
async function readTagsOrName(file: ListedFile, { source, folder, logger }: ScanRunOptions): Promise<TaggedFile> {
  try {
    const tags = await source.readTags(await source.resolveInside(folder, file.path));
    return { ...file, ...tags };
  } catch (error) {
    logger.debug({ err: error, file: file.path }, "tags not read");
    const name = basename(file.path, extname(file.path));
    const nothing = { artist: null, album: null, durationMs: null, hasCover: false };
    return { ...file, ...nothing, title: name, mimeType: "application/octet-stream" };
  }
}

async function analyseAll(queue: AsyncQueue<AnalysisTask>, pool: AnalysisPool, options: ScanRunOptions): Promise<void> {
  const { journal, signal } = options;
  for await (const task of queue) {
    if (signal.aborted) return;
    journal.working(task.path);
    await analyseOne(task, pool, options);
  }
}

async function analyseOne(task: AnalysisTask, pool: AnalysisPool, options: ScanRunOptions): Promise<void> {
  const { source, folder, journal, signal } = options;
  const { path, trackId } = task;
  try {
    const absolutePath = await source.resolveInside(folder, path);
    const features = await pool.analyse(absolutePath, { signal });
    await journal.add({ kind: "features", trackId, features });
  } catch (error) {
    if (signal.aborted) return;
    if (isStorageError(error)) throw error;
    await requireFolder(folder);
    if (error instanceof MoodSyncError && error.code === "file.not-found") {
      return await journal.add({ kind: "gone", trackId });
    }
    options.logger.debug({ err: error, file: path }, "analysis failed");
    const { code, message } = toProblem(error);
    // What is wrong with the sound itself stays wrong until the file changes; anything else is tried again.
    const checkedVersion = code.startsWith("audio.") ? source.analyserVersion : null;
    await journal.add({ kind: "problem", problem: { trackId, code, message, checkedVersion } });
  }
}

function isStorageError(error: unknown): boolean {
  return error instanceof MoodSyncError && error.code.startsWith("storage.");
}

function toProblem(error: unknown): { code: string; message: string } {
  if (error instanceof MoodSyncError) return { code: error.code, message: error.message };
  return { code: "analysis.failed", message: "The file could not be analysed." };
}
