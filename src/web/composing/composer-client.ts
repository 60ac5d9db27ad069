/**
 * The page's side of a composer worker: starts it when first needed, pairs answers with questions, and replaces it when
 * it dies or is to stop at once. What is asked of it is left to bar-supply.ts and draft-store.ts.
 */
import { MoodSyncError } from "../../core/errors.ts";
import type { Piece, PieceMood } from "../../core/composition/piece.ts";
import { isComposerReply, unpackError } from "./composer-protocol.ts";
import type { ComposerReply, ComposerRequest, LiveBar, LoadReport } from "./composer-protocol.ts";

/** The part of a Worker that is used. */
export interface WorkerPort extends EventTarget {
  postMessage: (message: ComposerRequest, transfer: Transferable[]) => void;
  terminate: () => void;
}

export interface PieceWish {
  mood: PieceMood;
  bars: number;
  seed: number;
}

export interface ComposedPiece {
  piece: Piece;
  /** What composing took, loading left out. */
  composeMs: number;
}

/** Every promise is rejected with a MoodSyncError: the worker's own, `composer.crashed` or `composer.closed`. */
export interface ComposerClient {
  /** Starts the worker and its model; later calls give the same promise, unless the first failed. */
  load: () => Promise<LoadReport>;
  /** Begins live music anew. */
  begin: (seed: number, mood: PieceMood) => Promise<void>;
  /** One bar of it: the next, or one of the last `REWIND_BARS` again, which forgets what came after it. */
  bar: (index: number, mood: PieceMood) => Promise<LiveBar>;
  /** @param signal aborting rejects at once, with `composer.cancelled`, and keeps the worker */
  piece: (wish: PieceWish, onBars: (bars: number) => void, signal?: AbortSignal) => Promise<ComposedPiece>;
  /** Ends the worker and with it all that is under way; the next call starts another. */
  close: () => void;
}

interface Waiting {
  resolve: (reply: ComposerReply) => void;
  reject: (error: MoodSyncError) => void;
  onBars: ((bars: number) => void) | null;
}

type Unnumbered<Request> = Request extends unknown ? Omit<Request, "id"> : never;

/** Creates a client; no worker starts before it is asked for something. */
export function createComposerClient(startWorker: () => WorkerPort): ComposerClient {
  const waiting = new Map<number, Waiting>();
  let worker: WorkerPort | null = null;
  let loading: Promise<LoadReport> | null = null;
  let lastId = 0;

  const abandon = (error: MoodSyncError): void => {
    worker?.terminate();
    worker = null;
    loading = null;
    const abandoned = [...waiting.values()];
    waiting.clear();
    for (const { reject } of abandoned) reject(error);
  };

  const settle = (data: unknown): void => {
    if (!isComposerReply(data)) return;
    const waiter = waiting.get(data.id);
    if (data.kind === "progress") {
      waiter?.onBars?.(data.bars);
      return;
    }
    waiting.delete(data.id);
    if (data.kind === "failed") waiter?.reject(unpackError(data.error));
    else waiter?.resolve(data);
  };

  const started = (): WorkerPort => {
    if (worker !== null) return worker;
    const fresh = startWorker();
    const crashed = (event: Event): void => {
      event.preventDefault();
      const said = "message" in event && typeof event.message === "string" ? event.message : "";
      if (worker === fresh) abandon(new MoodSyncError("composer.crashed", said || "The composer stopped."));
    };
    fresh.addEventListener("message", (event) => {
      if (event instanceof MessageEvent) settle(event.data);
    });
    fresh.addEventListener("error", crashed);
    fresh.addEventListener("messageerror", crashed);
    worker = fresh;
    return fresh;
  };

  const cancel = (id: number): void => {
    const waiter = waiting.get(id);
    if (waiter === undefined) return;
    waiting.delete(id);
    worker?.postMessage({ kind: "cancel", id }, []);
    waiter.reject(new MoodSyncError("composer.cancelled", "Composing was stopped."));
  };

  const ask = (
    request: Unnumbered<Exclude<ComposerRequest, { kind: "cancel" }>>,
    onBars: Waiting["onBars"] = null,
    signal: AbortSignal | null = null,
  ): Promise<ComposerReply> =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject, onBars });
      started().postMessage({ ...request, id }, []);
      if (signal?.aborted === true) cancel(id);
      else signal?.addEventListener("abort", () => cancel(id), { once: true });
    });

  const askFor = async <Kind extends ComposerReply["kind"]>(
    kind: Kind,
    request: Parameters<typeof ask>[0],
    onBars: Waiting["onBars"] = null,
    signal: AbortSignal | null = null,
  ): Promise<Extract<ComposerReply, { kind: Kind }>> => {
    const reply = await ask(request, onBars, signal);
    if (isOfKind(reply, kind)) return reply;
    throw new MoodSyncError("composer.failed", `The composer answered "${reply.kind}" out of turn.`);
  };

  const loadOnce = async (): Promise<LoadReport> => {
    try {
      return (await askFor("ready", { kind: "load" })).report;
    } catch (error) {
      loading = null;
      throw error;
    }
  };

  return {
    load: () => (loading ??= loadOnce()),
    async begin(seed, mood) {
      await askFor("begun", { kind: "begin", seed, mood });
    },
    bar: async (index, mood) => (await askFor("bar", { kind: "bar", index, mood })).bar,
    async piece(wish, onBars, signal) {
      const { piece, composeMs } = await askFor("piece", { kind: "piece", ...wish }, onBars, signal ?? null);
      return { piece, composeMs };
    },
    close: () => abandon(new MoodSyncError("composer.closed", "Composing was stopped.")),
  };
}

function isOfKind<Kind extends ComposerReply["kind"]>(
  reply: ComposerReply,
  kind: Kind,
): reply is Extract<ComposerReply, { kind: Kind }> {
  return reply.kind === kind;
}
