/** Starts, cancels and reports scans: one at a time for a database, whichever process runs it. */
import type { Scan } from "../../contracts/library.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { StoredScan } from "../db/repositories/scan-repository.ts";
import type { Repositories, Storage } from "../db/storage.ts";
import type { Logger } from "../logger.ts";
import type { CandidateStore } from "./candidate-store.ts";
import type { LibraryFolderService } from "./library-folder.ts";
import type { LocalSource } from "./local-source.ts";
import { createLeaseKeeper, type HeldLease } from "./lease.ts";
import { ScanJournal } from "./scan-journal.ts";
import { runScan } from "./scan-run.ts";
import { createSharedState } from "./state-feed.ts";

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
  /** Calls back with every progress of a scan, whichever process runs it; the function returned ends that. */
  subscribe: (listener: (scan: Scan) => void) => () => void;
  /** Names the scans that a crash cut off for what they are; call once at start. */
  settleInterrupted(): Promise<void>;
  /** Goes on with a scan whose process ended in the middle; call now and then. */
  takeOver(): Promise<void>;
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

const LEASE = "library-scan";
const HEARTBEAT_EVERY_MS = 10_000;

export function createScanService(dependencies: ScanDependencies): ScanService {
  const { storage, userId, folder, clock } = dependencies;
  const leases = createLeaseKeeper(dependencies);
  let active: ActiveScan | null = null;
  let starting = false;
  let closed = false;

  const onProgress = (scan: Scan, trackIds: readonly number[]): void => {
    if (trackIds.length > 0) {
      dependencies.candidates.refresh(trackIds).catch((error: unknown) => {
        dependencies.logger.warn({ err: error }, "the playlist index is behind the scan");
      });
    }
    told.tell(scan);
  };
  const current = async (): Promise<Scan | null> => {
    if (active) return active.journal.scan;
    const scan = await storage.scans.latest(userId);
    return scan && { ...scan, currentPath: null, remainingMs: null };
  };
  const told = createSharedState({ news: storage.news, topic: "scan", read: current, isOwn: () => active !== null });

  const run = async (scan: ActiveScan, lease: HeldLease): Promise<void> => {
    const { journal } = scan;
    const signal = AbortSignal.any([scan.abort.signal, lease.lost]);
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
      await lease.release();
      active = null;
    }
  };

  const launch = (scan: StoredScan, lease: HeldLease): Scan => {
    const journal = new ScanJournal({ storage, userId, scan, clock, onProgress });
    const abort = new AbortController();
    const first = journal.scan;
    active = { journal, abort, stopAs: "interrupted", ended: Promise.resolve() };
    active.ended = run(active, lease);
    return first;
  };

  const start = async (): Promise<Scan> => {
    if (closed) throw new MoodSyncError("server.closing", "The server is stopping.", { kind: "unavailable" });
    if (active || starting) throw alreadyRunning();
    starting = true;
    let lease: HeldLease | null = null;
    try {
      const path = await folder.require();
      lease = await leases.hold(LEASE);
      if (!lease) throw alreadyRunning();
      const scan = await storage.inTransaction(async ({ scans }) => {
        await settle(scans, userId);
        return await scans.insert(userId, { folder: path, startedAtMs: clock(), ownerPid: process.pid });
      });
      return launch(scan, lease);
    } catch (error) {
      await lease?.release();
      throw error;
    } finally {
      starting = false;
    }
  };

  return {
    start,
    current,
    async cancel() {
      if (!active) throw new MoodSyncError("scan.not-running", "No scan is running here.", { kind: "conflict" });
      return await stop(active, "cancelled");
    },
    async leaveOtherFolders(path) {
      if (active && active.journal.scan.folder !== path) await stop(active, "cancelled");
    },
    async isRunning() {
      return active !== null || ((await storage.scans.open(userId)).length > 0 && (await leases.isHeld(LEASE)));
    },
    subscribe: told.subscribe,
    async settleInterrupted() {
      if ((await storage.scans.open(userId)).length === 0) return;
      await leases.run(LEASE, () => storage.inTransaction(({ scans }) => settle(scans, userId)));
    },
    async takeOver() {
      if (active || starting || closed || (await storage.scans.open(userId)).length === 0) return;
      if (await leases.isHeld(LEASE)) return;
      const { readable } = await folder.get();
      // Another process may be quicker.
      if (readable) await start().catch(ifRunning);
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

/** Marks all scans that say they run as interrupted; only for who holds the lease, since none of them can then be running. */
async function settle(scans: Repositories["scans"], userId: number): Promise<void> {
  for (const { scan, heartbeatAtMs } of await scans.open(userId)) {
    await scans.update(scan.id, { ...scan, state: "interrupted", finishedAtMs: heartbeatAtMs }, heartbeatAtMs);
  }
}

function ifRunning(error: unknown): void {
  if (!(error instanceof MoodSyncError && error.code === "scan.running")) throw error;
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
