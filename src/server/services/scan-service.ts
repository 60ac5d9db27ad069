/** Starts, cancels and reports scans: one at a time for a data folder, whichever process runs it. */
import type { Scan } from "../../contracts/library.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { OpenScan, StoredScan } from "../db/repositories/scan-repository.ts";
import type { Repositories, Storage } from "../db/storage.ts";
import type { Logger } from "../logger.ts";
import type { CandidateStore } from "./candidate-store.ts";
import type { LibraryFolderService } from "./library-folder.ts";
import type { LocalSource } from "./local-source.ts";
import { isProcessAlive } from "./process-alive.ts";
import { ScanJournal } from "./scan-journal.ts";
import { runScan } from "./scan-run.ts";

export interface ScanService {
  /** Starts a scan of the music folder and returns at once. @throws MoodSyncError `scan.running`, `folder.not-set` */
  start(): Promise<Scan>;
  /** The scan that runs, else the last one, else null. */
  current(): Promise<Scan | null>;
  /** Stops the scan; what it finished stays. @throws MoodSyncError `scan.not-running` */
  cancel(): Promise<Scan>;
  /** Stops a scan that runs here on any other folder than this one. */
  leaveOtherFolders(folder: string | null): Promise<void>;
  isRunning(): Promise<boolean>;
  /** Calls back with every progress of a scan in this process; the function returned ends that. */
  subscribe(listener: (scan: Scan) => void): () => void;
  /** Names the scans that a crash cut off for what they are; call once at start. */
  settleInterrupted(): Promise<void>;
  /** Stops a running scan as interrupted, so that it goes on after the next start. */
  close(): Promise<void>;
}

export interface ScanDependencies {
  storage: Storage;
  userId: number;
  folder: LibraryFolderService;
  source: LocalSource;
  candidates: CandidateStore;
  /** Files analysed at the same time. */
  analysers: number;
  clock: () => number;
  logger: Logger;
}

interface ActiveScan {
  journal: ScanJournal;
  abort: AbortController;
  /** What an abort means. */
  stopAs: "cancelled" | "interrupted";
  ended: Promise<void>;
}

const HEARTBEAT_EVERY_MS = 10_000;
/** A process that has not written for this long is not scanning any more, whatever its id says. */
const HEARTBEAT_LOST_MS = 90_000;

export function createScanService(dependencies: ScanDependencies): ScanService {
  const { storage, userId, folder, clock } = dependencies;
  const listeners = new Set<(scan: Scan) => void>();
  let active: ActiveScan | null = null;
  let starting = false;
  let closed = false;

  const onProgress = (scan: Scan, trackIds: readonly number[]): void => {
    if (trackIds.length > 0) {
      dependencies.candidates.refresh(trackIds).catch((error: unknown) => {
        dependencies.logger.warn({ err: error }, "the playlist index is behind the scan");
      });
    }
    for (const listener of listeners) listener(scan);
  };

  const run = async (scan: ActiveScan): Promise<void> => {
    const { journal } = scan;
    const { signal } = scan.abort;
    const heartbeat = setInterval(() => void journal.flush().catch(() => undefined), HEARTBEAT_EVERY_MS);
    heartbeat.unref();
    try {
      await runScan({ ...dependencies, folder: journal.scan.folder, journal, signal });
      await journal.finish(signal.aborted ? scan.stopAs : "completed", null);
    } catch (error) {
      dependencies.logger.warn({ err: error }, "scan failed");
      await journal.finish("failed", toProblem(error));
    } finally {
      clearInterval(heartbeat);
      active = null;
    }
  };

  const launch = (scan: StoredScan): Scan => {
    const journal = new ScanJournal({ storage, userId, scan, clock, onProgress });
    const abort = new AbortController();
    const first = journal.scan;
    active = { journal, abort, stopAs: "interrupted", ended: Promise.resolve() };
    active.ended = run(active);
    return first;
  };

  return {
    async start() {
      if (closed) throw new MoodSyncError("server.closing", "The server is stopping.", { kind: "unavailable" });
      if (active || starting) throw alreadyRunning();
      starting = true;
      try {
        const path = await folder.require();
        const scan = await storage.inTransaction(async ({ scans }) => {
          if ((await settle(scans, userId, clock())).length > 0) throw alreadyRunning();
          return await scans.insert(userId, { folder: path, startedAtMs: clock(), ownerPid: process.pid });
        });
        return launch(scan);
      } finally {
        starting = false;
      }
    },
    async current() {
      if (active) return active.journal.scan;
      const scan = await storage.scans.latest(userId);
      return scan && { ...scan, currentPath: null, remainingMs: null };
    },
    async cancel() {
      if (!active) throw new MoodSyncError("scan.not-running", "No scan is running here.", { kind: "conflict" });
      return await stop(active, "cancelled");
    },
    async leaveOtherFolders(path) {
      if (active && active.journal.scan.folder !== path) await stop(active, "cancelled");
    },
    async isRunning() {
      return active !== null || (await storage.scans.open(userId)).some((open) => isAlive(open, clock()));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async settleInterrupted() {
      if ((await storage.scans.open(userId)).length === 0) return;
      await storage.inTransaction(async ({ scans }) => void (await settle(scans, userId, clock())));
    },
    async close() {
      closed = true;
      if (active) await stop(active, "interrupted");
    },
  };
}

async function stop(scan: ActiveScan, stopAs: ActiveScan["stopAs"]): Promise<Scan> {
  scan.stopAs = stopAs;
  scan.abort.abort();
  await scan.ended;
  return scan.journal.scan;
}

/** Marks scans whose process is gone as interrupted; gives those that live. */
async function settle(scans: Repositories["scans"], userId: number, nowMs: number): Promise<OpenScan[]> {
  const living: OpenScan[] = [];
  for (const open of await scans.open(userId)) {
    if (isAlive(open, nowMs)) living.push(open);
    else {
      const { scan, heartbeatAtMs } = open;
      await scans.update(scan.id, { ...scan, state: "interrupted", finishedAtMs: heartbeatAtMs }, heartbeatAtMs);
    }
  }
  return living;
}

/** Our own id on a scan that is not active here is that of a process before us (ids recur, in containers always). */
function isAlive({ ownerPid, heartbeatAtMs }: OpenScan, nowMs: number): boolean {
  return ownerPid !== process.pid && nowMs - heartbeatAtMs < HEARTBEAT_LOST_MS && isProcessAlive(ownerPid);
}

function alreadyRunning(): MoodSyncError {
  return new MoodSyncError("scan.running", "A scan is already running.", { kind: "conflict" });
}

function toProblem(error: unknown): { code: string; message: string } {
  if (error instanceof MoodSyncError) return { code: error.code, message: error.message };
  return {
    code: "scan.failed",
    message: "The scan stopped for a reason it did not foresee. The server's log says more.",
  };
}
