/**
 * Starts, cancels and reports syncs with the Subsonic server: one at a time for a data folder. A sync that was cut off,
 * because the server went away or MoodSync stopped, goes on by itself, later and later the longer the server is away.
 */
import type { SubsonicSync } from "../../../contracts/subsonic.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import { serviceError } from "../../../sources/services/service-errors.ts";
import { SERVER_TITLE } from "../../../sources/subsonic/subsonic-client.ts";
import type { StoredSync } from "../../db/repositories/subsonic-sync-repository.ts";
import type { Storage } from "../../db/storage.ts";
import type { Logger } from "../../logger.ts";
import type { CandidateStore } from "../candidate-store.ts";
import { createLeaseKeeper, type HeldLease } from "../lease.ts";
import type { AnalysisPool } from "../local-source.ts";
import { createRemainingTime, type RemainingTime } from "../remaining-time.ts";
import { createSharedState } from "../state-feed.ts";
import { createRetryClock } from "./retry-clock.ts";
import type { LiveConnection } from "./live-connection.ts";
import { runSync } from "./sync-run.ts";

export interface SyncService {
  /** Starts a sync, or goes on with one that was cut off, and returns at once. @throws MoodSyncError `sync.running`, `service.not-connected` */
  start(): Promise<SubsonicSync>;
  /** The sync that runs, else the last one, else null. */
  current(): Promise<SubsonicSync | null>;
  /** Stops the sync; what it finished stays. @throws MoodSyncError `sync.not-running` */
  cancel(): Promise<SubsonicSync>;
  subscribe: (listener: (sync: SubsonicSync) => void) => () => void;
  /** Goes on with a sync that an earlier run of the program left unfinished. */
  resume(): Promise<void>;
  /** Goes on with a sync whose process ended in the middle; call now and then. */
  takeOver(): Promise<void>;
  /** Stops as interrupted and forgets the waiting; `start` works again afterwards. */
  halt(): Promise<void>;
}

export interface SyncDependencies {
  storage: Storage;
  userId: number;
  connection: () => LiveConnection | null;
  candidates: Pick<CandidateStore, "refresh">;
  clock: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  analysis: { version: number; openPool: () => Promise<AnalysisPool> };
  logger: Logger;
}

interface ActiveSync {
  sync: StoredSync;
  title: string | null;
  remaining: RemainingTime;
  abort: AbortController;
  stopAs: "cancelled" | "interrupted";
  ended: Promise<void>;
}

const LEASE = "subsonic-sync";

export function createSyncService(dependencies: SyncDependencies): SyncService {
  const { storage, userId, clock, logger } = dependencies;
  const leases = createLeaseKeeper(dependencies);
  let active: ActiveSync | null = null;
  let starting = false;

  const present = ({ sync, title, remaining }: ActiveSync): SubsonicSync => {
    const { toAnalyse, analysed, failed } = sync;
    const left = toAnalyse - analysed - failed;
    return toPublic(sync, title, sync.state === "analysing" ? remaining.estimateMs(left, clock()) : null);
  };
  const readCurrent = async (): Promise<SubsonicSync | null> => {
    if (active) return present(active);
    const last = await storage.subsonicSyncs.latest(userId);
    return last && toPublic(last, null, null);
  };
  const told = createSharedState({
    news: storage.news,
    topic: "sync",
    read: readCurrent,
    isOwn: () => active !== null,
  });
  const tell = (current: ActiveSync): void => told.tell(present(current));
  const retry = createRetryClock(() => start().then(() => undefined));

  const onStep = (current: ActiveSync, sync: StoredSync, touched: readonly number[]): void => {
    const counted = sync.analysed + sync.failed > current.sync.analysed + current.sync.failed;
    if (counted) current.remaining.record(clock());
    current.sync = sync;
    if (touched.length > 0) {
      dependencies.candidates.refresh(touched).catch((error: unknown) => {
        logger.warn({ err: error }, "the playlist index is behind the sync");
      });
    }
    tell(current);
  };

  const finish = async (current: ActiveSync, change: Partial<StoredSync>): Promise<void> => {
    current.sync = { ...current.sync, ...change, finishedAtMs: clock() };
    current.title = null;
    await storage.subsonicSyncs.update(userId, current.sync).catch((error: unknown) => {
      logger.warn({ err: error }, "the end of a sync could not be stored");
    });
  };

  const work = async (current: ActiveSync, connection: LiveConnection): Promise<void> => {
    const { signal } = current.abort;
    try {
      const options = { ...dependencies, connection, sync: current.sync, signal };
      await runSync({
        ...options,
        onStep: (sync, touched) => onStep(current, sync, touched),
        onTitle(title) {
          current.title = title;
          tell(current);
        },
      });
      await finish(current, { state: "completed", problem: null });
      retry.reset();
    } catch (error) {
      if (signal.aborted) return await finish(current, { state: current.stopAs });
      const problem = toProblem(error);
      const state = passes(error) ? "interrupted" : "failed";
      logger.warn({ code: problem.code }, `the sync with the music server was ${state}`);
      await finish(current, { state, problem });
      if (state === "interrupted") retry.schedule();
    }
  };

  const launch = (sync: StoredSync, connection: LiveConnection, lease: HeldLease): ActiveSync => {
    const remaining = createRemainingTime(clock());
    const current: ActiveSync = {
      sync,
      title: null,
      remaining,
      abort: new AbortController(),
      stopAs: "interrupted",
      ended: Promise.resolve(),
    };
    active = current;
    lease.lost.addEventListener("abort", () => current.abort.abort(lease.lost.reason), { once: true });
    const run = async (): Promise<void> => {
      await work(current, connection).catch((error: unknown) => {
        logger.warn({ err: error }, "the sync ended unforeseen");
      });
      await lease.release();
      active = null;
      tell(current);
    };
    current.ended = run();
    return current;
  };

  const start = async (): Promise<SubsonicSync> => {
    const connection = dependencies.connection();
    if (!connection) throw serviceError("service.not-connected", SERVER_TITLE);
    if (active || starting) throw alreadyRunning();
    starting = true;
    let lease: HeldLease | null = null;
    try {
      lease = await leases.hold(LEASE);
      if (!lease) throw alreadyRunning();
      const last = await storage.subsonicSyncs.latest(userId);
      const goesOn = last !== null && isUnfinished(last);
      const sync: StoredSync = goesOn
        ? { ...last, state: last.listingDone ? "analysing" : "listing", finishedAtMs: null, problem: null }
        : await storage.subsonicSyncs.insert(userId, clock());
      if (goesOn) await storage.subsonicSyncs.update(userId, sync);
      return present(launch(sync, connection, lease));
    } catch (error) {
      await lease?.release();
      throw error;
    } finally {
      starting = false;
    }
  };

  const resume = async (): Promise<void> => {
    if (active || starting) return;
    const last = await storage.subsonicSyncs.latest(userId);
    if (last === null || !isUnfinished(last) || !dependencies.connection()) return;
    // Another process may be at it.
    await start().catch((error: unknown) => {
      if (!(error instanceof MoodSyncError && error.code === "sync.running")) throw error;
    });
  };

  const stop = async (current: ActiveSync, stopAs: ActiveSync["stopAs"]): Promise<SubsonicSync> => {
    current.stopAs = stopAs;
    current.abort.abort(new DOMException("The sync was stopped.", "AbortError"));
    await current.ended;
    return present(current);
  };

  return {
    start,
    current: readCurrent,
    async cancel() {
      retry.reset();
      if (!active) throw new MoodSyncError("sync.not-running", "No sync is running here.", { kind: "conflict" });
      return await stop(active, "cancelled");
    },
    subscribe: told.subscribe,
    resume,
    async takeOver() {
      if (active || starting || !dependencies.connection()) return;
      const last = await storage.subsonicSyncs.latest(userId);
      // One that was interrupted in good order is gone on with by whoever interrupted it.
      if (last?.state !== "listing" && last?.state !== "analysing") return;
      if (!(await leases.isHeld(LEASE))) await resume();
    },
    async halt() {
      retry.reset();
      if (active) await stop(active, "interrupted");
    },
  };
}

function alreadyRunning(): MoodSyncError {
  return new MoodSyncError("sync.running", "A sync is already running.", { kind: "conflict" });
}

/** Cut off rather than ended: "listing" and "analysing" in the table of a sync that does not run are the trace of a crash. */
function isUnfinished({ state }: StoredSync): boolean {
  return state === "interrupted" || state === "listing" || state === "analysing";
}

function toPublic(sync: StoredSync, currentTitle: string | null, remainingMs: number | null): SubsonicSync {
  const { cursor: _cursor, listingDone: _listingDone, ...rest } = sync;
  return { ...rest, currentTitle, remainingMs };
}

/** Whether it may go better later without anybody doing anything. */
function passes(error: unknown): boolean {
  return error instanceof MoodSyncError && PASSING.has(error.code);
}

const PASSING: ReadonlySet<string> = new Set([
  "service.unreachable",
  "service.timeout",
  "service.failed",
  "service.rate-limited",
  "service.paused",
  "service.closed",
  "storage.locked",
  "storage.unreachable",
]);

function toProblem(error: unknown): { code: string; message: string } {
  if (error instanceof MoodSyncError) return { code: error.code, message: error.message };
  return {
    code: "sync.failed",
    message: "The sync stopped for a reason it did not foresee. The server's log says more.",
  };
}
