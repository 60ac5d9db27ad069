/**
 * One thread for composing and rendering, so that playing never waits for either: started with the first task, one task at
 * a time, ended when it has had nothing to do for a while (model and SoundFont take memory), replaced after a crash.
 */
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { ComposeRequest } from "../../core/composition/compose-request.ts";
import type { Piece } from "../../core/composition/piece.ts";
import { COMPOSER_MODEL } from "./composer-on-disk.ts";
import {
  composingFailed,
  fromWire,
  type ComposingTask,
  type FromComposingThread,
  type ThreadSettings,
} from "./composing-messages.ts";
import { createComposingWork, type ComposingWork } from "./composing-work.ts";

export interface ComposingThreadOptions {
  /** Steps down in the system's priority, 0..19; heeded on Linux. */
  niceness: number;
  /** Default the package's own. */
  model?: URL | undefined;
  /** Default 60 s. */
  idleMs?: number;
}

export interface ComposingThread {
  /** @throws MoodSyncError `model.*`, `mood.*`, `composer.*`, `composing.failed`; the abort reason */
  compose(request: ComposeRequest, signal?: AbortSignal): Promise<Piece>;
  /** The bytes of a WAV file. @throws MoodSyncError `render.*`, `sound-font.*`, `composing.failed`; the abort reason */
  render(piece: Piece, title: string, signal?: AbortSignal): Promise<Uint8Array>;
  close(): Promise<void>;
}

const DEFAULT_IDLE_MS = 60_000;
/** How long a thread may take to stop what it does before it is ended. */
const GRACE_MS = 1000;
const NEVER = new AbortController().signal;

/** The compiled worker, found from the sources and from the build alike. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return new URL(
    isSource ? "../../../dist/server/composing/composing-worker.js" : "./composing-worker.js",
    import.meta.url,
  );
}

/** Without a compiled worker the work is done in this thread. */
export function createComposingThread(options: ComposingThreadOptions): ComposingThread {
  const url = workerUrl();
  return existsSync(url) ? new WorkerThread(url, options) : inThisThread(createComposingWork(options.model));
}

class WorkerThread implements ComposingThread {
  readonly #url: URL;
  readonly #options: ComposingThreadOptions;
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: URL, options: ComposingThreadOptions) {
    this.#url = url;
    this.#options = options;
  }

  async compose(request: ComposeRequest, signal: AbortSignal = NEVER): Promise<Piece> {
    const answer = await this.#inTurn({ type: "compose", request }, signal);
    if (answer.type !== "composed") throw composingFailed();
    return answer.piece;
  }

  async render(piece: Piece, title: string, signal: AbortSignal = NEVER): Promise<Uint8Array> {
    const answer = await this.#inTurn({ type: "render", piece, title }, signal);
    if (answer.type !== "rendered") throw composingFailed();
    return answer.wav;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  async #inTurn(task: ComposingTask, signal: AbortSignal): Promise<FromComposingThread> {
    const turn = this.#last.then(() => this.#perform(task, signal));
    this.#last = turn.catch(() => undefined);
    return await turn;
  }

  async #perform(task: ComposingTask, signal: AbortSignal): Promise<FromComposingThread> {
    signal.throwIfAborted();
    if (this.#closed) throw composingFailed();
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const answer = nextAnswer(worker);
    const interruption = whenAborted(signal);
    worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(task);
    try {
      const message = await Promise.race([answer, interruption.promise]);
      if (message.type === "failed") throw fromWire(message.error);
      return message;
    } catch (error) {
      if (signal.aborted) await this.#stopTask(worker, answer);
      throw error;
    } finally {
      interruption.cancel();
      worker.unref();
      this.#idle = setTimeout(() => void this.#end(), this.#options.idleMs ?? DEFAULT_IDLE_MS);
      this.#idle.unref();
    }
  }

  #start(): Worker {
    const { niceness, model = COMPOSER_MODEL } = this.#options;
    const workerData: ThreadSettings = { model: model.href, niceness };
    // The engine reports on the console; the listener's terminal stays clean.
    const worker = new Worker(this.#url, { workerData, stdout: true, stderr: true });
    worker.stdout.resume();
    worker.stderr.resume();
    // Without a listener a crash between two tasks would end the process.
    worker.on("error", () => this.#forget(worker));
    worker.on("exit", () => this.#forget(worker));
    return worker;
  }

  #forget(worker: Worker): void {
    if (this.#worker === worker) this.#worker = null;
  }

  /** Asks for the task to be stopped; a thread that has not done so in time is ended. */
  async #stopTask(worker: Worker, answer: Promise<unknown>): Promise<void> {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ type: "abort" });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), GRACE_MS);
    });
    const outcome = await Promise.race([answer.catch(() => "ended"), late]);
    clearTimeout(timer);
    if (outcome !== "late") return;
    this.#forget(worker);
    await worker.terminate();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

/** The thread's next answer; rejects where it dies first. */
function nextAnswer(worker: Worker): Promise<FromComposingThread> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off("message", onMessage);
      worker.off("error", onEnd);
      worker.off("exit", onEnd);
    };
    const onMessage = (message: FromComposingThread): void => {
      settle();
      resolve(message);
    };
    const onEnd = (cause: unknown): void => {
      settle();
      reject(composingFailed(cause));
    };
    worker.on("message", onMessage);
    worker.on("error", onEnd);
    worker.on("exit", onEnd);
  });
}

function whenAborted(signal: AbortSignal): { promise: Promise<never>; cancel: () => void } {
  const settled = new AbortController();
  const promise = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true, signal: settled.signal });
  });
  return { promise, cancel: () => settled.abort() };
}

function inThisThread(work: ComposingWork): ComposingThread {
  return {
    compose: (request, signal = NEVER) => work.compose(request, signal),
    render: (piece, title, signal = NEVER) => work.render(piece, title, signal),
    close: async () => undefined,
  };
}
