/**
 * The starter library: pieces for the seven moods, composed in the background when there is no other music. What is made
 * is a row at once, so a crash costs the piece in hand; which pieces there are to make follows from the rows alone.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { StarterLibrary } from "../../contracts/starter-library.ts";
import { EMOTIONS, type Emotion } from "../../core/affect/emotion.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { storagePasses } from "../db/storage-errors.ts";
import type { ComposedSource } from "../../sources/composed/composed-source.ts";
import { pieceName } from "../../sources/composed/piece-name.ts";
import type { PieceMaker } from "../composing/piece-maker.ts";
import type { Storage } from "../db/storage.ts";
import type { Logger } from "../logger.ts";
import type { LeaseKeeper } from "./lease.ts";
import type { PieceShelf } from "./piece-shelf.ts";
import { starterPlan, starterPrefix, stillToMake, type StarterPiece } from "./starter-plan.ts";
import { readStarterWish, writeStarterWish } from "./starter-wish.ts";
import { createSharedState } from "./state-feed.ts";

export interface StarterService {
  get(): Promise<StarterLibrary>;
  /** Begins, or goes on, where that is wished for; returns at once. Call at start. */
  begin(): Promise<void>;
  /** Switches it on (and begins, other music or not) or off (and stops; what was made stays). */
  setEnabled(enabled: boolean): Promise<StarterLibrary>;
  /** Switches it off and removes what was made and not liked. */
  remove(): Promise<{ removed: number; starter: StarterLibrary }>;
  /** Somebody is waiting for this mood: its piece comes next. */
  prefer: (emotion: Emotion) => void;
  subscribe: (listener: (starter: StarterLibrary) => void) => () => void;
  close(): Promise<void>;
}

export interface StarterDependencies {
  storage: Storage;
  userId: number;
  shelf: PieceShelf;
  maker: PieceMaker;
  source: ComposedSource;
  leases: LeaseKeeper;
  /** MOODSYNC_STARTER is not `off`. */
  allowed: boolean;
  /** Whether the listener has music of their own, or has named a folder for it. */
  hasOtherMusic: () => Promise<boolean>;
  /** Called after each piece, so that the mood's playlist takes it in. */
  onPiece: (emotion: Emotion) => Promise<void>;
  logger: Logger;
}

interface Run {
  abort: AbortController;
  ended: Promise<void>;
}

const LEASE = "starter-library";
/** How long to wait until another process may have finished. */
const LOOK_AGAIN_MS = 20_000;
const LOCKED_RETRIES = 5;

export function createStarterService(dependencies: StarterDependencies): StarterService {
  const { storage, userId, shelf, maker, source, leases, allowed, onPiece, logger } = dependencies;
  let run: Run | null = null;
  let phase: "composing" | "elsewhere" | null = null;
  let current: Emotion | null = null;
  let wanted: Emotion | null = null;
  let problem: StarterLibrary["problem"] = null;
  let closed = false;

  const readState = async (): Promise<StarterLibrary> => {
    const wish = await readStarterWish(storage, userId);
    const plan = starterPlan(wish.generation);
    const present = await storage.pieces.locationsLike(userId, starterPrefix(wish.generation));
    const count = (pieces: readonly StarterPiece[]) => pieces.filter(({ location }) => present.has(location)).length;
    const done = count(plan);
    const enabled = wish.enabled !== false;
    const idle = wish.enabled === null ? "idle" : done === plan.length ? "ready" : "idle";
    return {
      state: !allowed || !enabled ? "off" : (phase ?? (problem ? "failed" : idle)),
      enabled,
      fromEnvironment: !allowed,
      total: plan.length,
      done,
      current,
      moods: EMOTIONS.map((emotion) => {
        const pieces = plan.filter((piece) => piece.emotion === emotion);
        return { emotion, done: count(pieces), total: pieces.length };
      }),
      problem,
    };
  };
  const told = createSharedState({
    news: storage.news,
    topic: "starter",
    read: readState,
    isOwn: () => phase === "composing",
  });
  const tell = async (): Promise<void> => {
    if (told.isHeard()) told.tell(await readState());
  };

  /** Makes one piece; false where there is none left to make. */
  const makeNext = async (generation: number, signal: AbortSignal): Promise<boolean> => {
    const present = await storage.pieces.locationsLike(userId, starterPrefix(generation));
    const [next] = stillToMake(starterPlan(generation), present, wanted);
    if (!next) return false;
    if (next.emotion !== current) {
      current = next.emotion;
      await tell();
    }
    const { emotion, bars, seed, location, number } = next;
    // Until every mood has one somebody may be waiting: only what comes after gives way to everything else.
    const urgency = number === 1 ? "asked" : "background";
    const piece = await maker.compose({ mood: emotion, bars, seed }, urgency, signal);
    if (wanted === emotion) wanted = null;
    try {
      await patiently(() => shelf.keep([{ piece, location, title: pieceName(piece, number), origin: "starter" }]));
    } catch (error) {
      // Another process was quicker with this one.
      if (!(error instanceof MoodSyncError && error.code === "storage.constraint")) throw error;
    }
    await onPiece(emotion);
    await tell();
    return true;
  };

  /** Makes the sound of every mood's first piece, so that pressing play is answered at once. */
  const renderFirst = async (generation: number, signal: AbortSignal): Promise<void> => {
    for (const { location, number } of starterPlan(generation)) {
      if (number > 1 || signal.aborted) return;
      if (await shelf.find(location)) await source.prepare(location, signal);
    }
  };

  const work = async (generation: number, signal: AbortSignal): Promise<void> => {
    phase = "composing";
    for (let made = 0; !signal.aborted && (await makeNext(generation, signal)); made += 1) {
      if (made === EMOTIONS.length - 1) await renderFirst(generation, signal);
    }
  };

  const runThrough = async (signal: AbortSignal): Promise<void> => {
    const { generation } = await readStarterWish(storage, userId);
    try {
      const compose = (lost: AbortSignal) => work(generation, AbortSignal.any([signal, lost]));
      while (!signal.aborted && !(await leases.run(LEASE, compose))) {
        phase = "elsewhere";
        if (told.isHeard()) told.tellHere(await readState());
        await sleep(LOOK_AGAIN_MS, undefined, { signal, ref: false });
      }
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: error }, "the starter library could not be made");
      problem = toProblem(error);
    } finally {
      phase = null;
      current = null;
      run = null;
      await tell().catch(() => undefined);
    }
  };

  const launch = (): void => {
    if (run || closed) return;
    problem = null;
    const abort = new AbortController();
    run = { abort, ended: Promise.resolve() };
    run.ended = runThrough(abort.signal);
  };
  const stop = async (): Promise<void> => {
    const present = run;
    present?.abort.abort(new MoodSyncError("composing.stopped", "The composing was stopped.", { kind: "unavailable" }));
    await present?.ended;
  };

  return {
    get: readState,
    async begin() {
      if (!allowed || closed) return;
      const wish = await readStarterWish(storage, userId);
      if (wish.enabled === null && !(await dependencies.hasOtherMusic())) {
        await writeStarterWish(storage, userId, { ...wish, enabled: true });
      } else if (wish.enabled !== true) return;
      const { done, total } = await readState();
      if (done < total) launch();
    },
    async setEnabled(enabled) {
      const wish = await readStarterWish(storage, userId);
      await writeStarterWish(storage, userId, { ...wish, enabled });
      if (!enabled) await stop();
      else if (allowed) launch();
      return await readState();
    },
    async remove() {
      await stop();
      const { generation } = await readStarterWish(storage, userId);
      const ids = await storage.pieces.unasked(userId, ["starter", "renewal"]);
      const removed = await shelf.remove(ids);
      // Made anew one day, it will be other music.
      await writeStarterWish(storage, userId, { enabled: false, generation: generation + 1 });
      for (const emotion of EMOTIONS) await onPiece(emotion);
      await tell();
      return { removed, starter: await readState() };
    },
    prefer: (emotion) => void (wanted = emotion),
    subscribe: told.subscribe,
    async close() {
      closed = true;
      await stop();
    },
  };
}

/** A database that another process holds for a while is waited for. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!storagePasses(error) || attempt >= LOCKED_RETRIES) throw error;
      await sleep(1000 * attempt);
    }
  }
}

function toProblem(error: unknown): { code: string; message: string } {
  if (error instanceof MoodSyncError) return { code: error.code, message: error.message };
  return { code: "composing.failed", message: "The composing broke off. The server's log says more." };
}
