/**
 * Keeps copies and character in step with the library: a job of low priority that one process does at a time, begun some
 * time after tracks came, changed or went. New tracks take their place on the map at once. What the work is, is in the
 * files beside.
 */
import { CHARACTER_VERSION } from "../../../core/library/character.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import type { LibraryStageName } from "../../db/repositories/library-stage-repository.ts";
import type { Storage } from "../../db/storage.ts";
import type { Logger } from "../../logger.ts";
import type { CandidateStore } from "../candidate-store.ts";
import type { LeaseKeeper } from "../lease.ts";
import { placeTracks, updateCharacter } from "./character-work.ts";
import { COPIES_VERSION, findCopies } from "./copies-work.ts";

export interface LibraryWork {
  /** Tracks were measured, changed or removed: places them now, and begins the rest when it has been quiet for a while. */
  notice(trackIds: readonly number[]): void;
  /** Begins now what there is to do; returns at once. */
  begin(): void;
  /** Goes on with a stage whose process ended in the middle; call now and then. */
  takeOver(): Promise<void>;
  /** Whether that stage is at work here, or has never been done. */
  isBehind(stage: LibraryStageName): Promise<boolean>;
  /** Resolves when nothing is at work here any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface LibraryWorkDependencies {
  storage: Storage;
  userId: number;
  clock: () => number;
  candidates: CandidateStore;
  leases: LeaseKeeper;
  logger: Logger;
  /** After the last news; default 5 s. */
  quietMs?: number;
}

const LEASE = "library-work";
const QUIET_MS = 5000;
/** While news does not end, as in a long scan, the work is done so often all the same. */
const LATEST_MS = 120_000;
/** Where another process is at it, or it failed, it is looked at again after so long. */
const AGAIN_MS = 60_000;

const STAGES = [
  { stage: "copies", version: COPIES_VERSION },
  { stage: "character", version: CHARACTER_VERSION },
] as const;

export function createLibraryWork(dependencies: LibraryWorkDependencies): LibraryWork {
  const { storage, userId, clock, candidates, leases, logger, quietMs = QUIET_MS } = dependencies;
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let firstNewsMs: number | null = null;
  let running: Promise<void> | null = null;
  let again = false;
  let placing: Promise<unknown> = Promise.resolve();
  let stageAtWork: LibraryStageName | null = null;

  const runStage = async (index: 0 | 1, signal: AbortSignal): Promise<void> => {
    const { stage, version } = STAGES[index];
    const startedAtMs = clock();
    const say = async (state: "running" | "done" | "failed", done: number, problem: string | null): Promise<void> => {
      const finishedAtMs = state === "running" ? null : clock();
      await storage.libraryStages.set(userId, { stage, version, state, done, startedAtMs, finishedAtMs, problem });
    };
    stageAtWork = stage;
    try {
      await say("running", 0, null);
      const context = { storage, userId, clock, signal, onStep: refresh };
      await say("done", index === 0 ? await findCopies(context) : await updateCharacter(context), null);
    } catch (error) {
      // What a stop or a crash leaves as "running" is gone on with at the next start.
      if (signal.aborted) throw error;
      await say("failed", 0, error instanceof MoodSyncError ? error.code : "internal").catch(() => undefined);
      throw error;
    } finally {
      stageAtWork = null;
    }
  };

  const refresh = (trackIds: readonly number[]): void => {
    if (trackIds.length === 0) return;
    candidates.refresh(trackIds).catch((error: unknown) => {
      logger.warn({ err: error }, "the playlist index is behind the search for copies");
    });
  };

  const runAll = async (): Promise<void> => {
    try {
      const mine = await leases.run(LEASE, async (lost) => {
        const signal = AbortSignal.any([stop.signal, lost]);
        await runStage(0, signal);
        await runStage(1, signal);
      });
      if (!mine) schedule(AGAIN_MS);
    } catch (error) {
      if (stop.signal.aborted) return;
      logger.warn({ err: error }, "the library's copies and map are not up to date");
      schedule(AGAIN_MS);
    }
  };

  const begin = (): void => {
    clearTimeout(timer);
    timer = undefined;
    firstNewsMs = null;
    if (stop.signal.aborted) return;
    if (running) {
      again = true;
      return;
    }
    running = runAll().finally(() => {
      running = null;
      if (again) {
        again = false;
        schedule(quietMs);
      }
    });
  };

  const schedule = (delayMs: number): void => {
    if (stop.signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(begin, delayMs);
    timer.unref();
  };

  const placeNow = async (trackIds: readonly number[]): Promise<void> => {
    if (stop.signal.aborted) return;
    const current = await storage.character.find(userId, "current");
    if (current) await placeTracks({ storage, userId }, current, trackIds);
  };

  return {
    notice(trackIds) {
      if (trackIds.length === 0 || stop.signal.aborted) return;
      placing = placing
        .then(() => placeNow(trackIds))
        .catch((error: unknown) => logger.debug({ err: error }, "new tracks are not on the map yet"));
      const nowMs = performance.now();
      firstNewsMs ??= nowMs;
      schedule(nowMs - firstNewsMs > LATEST_MS ? 0 : quietMs);
    },
    begin,
    async takeOver() {
      if (running || stop.signal.aborted) return;
      const stages = await Promise.all(STAGES.map(({ stage }) => storage.libraryStages.find(userId, stage)));
      if (stages.some((kept) => kept?.state === "running") && !(await leases.isHeld(LEASE))) begin();
    },
    async isBehind(stage) {
      return stageAtWork === stage || (await storage.libraryStages.find(userId, stage))?.state !== "done";
    },
    async settled() {
      for (;;) {
        if (timer) begin();
        if (!running) break;
        await running;
      }
      await placing;
    },
    async close() {
      stop.abort(new MoodSyncError("server.closing", "The server is stopping.", { kind: "unavailable" }));
      clearTimeout(timer);
      timer = undefined;
      await running;
      await placing;
    },
  };
}
