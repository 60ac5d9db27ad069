/** One worker thread of the pool: started when needed, replaced after a crash, a timeout or an abort that it does not obey. */
import { Worker } from "node:worker_threads";
import { type FromWorker, fromWire, type ToWorker } from "./analysis-messages.ts";
import { analysisFailed, audioTimeout } from "./audio-errors.ts";
import type { DecoderChoice } from "./decode/decode-audio.ts";
import type { MeasuredSound } from "./measured-sound.ts";

export interface PooledWorkerOptions {
  workerUrl: URL;
  decoder: DecoderChoice;
  timeoutMs: number;
}

/** How long a worker may take to stop what it does, so that it can end its own child processes. */
const GRACE_MS = 1000;
const HEAP_MB = 512;
/** What is new and mostly short-lived: collected early, since a thread's garbage counts as the server's memory. */
const YOUNG_HEAP_MB = 8;

/** A thread that analyses one file at a time. */
export class PooledWorker {
  readonly #options: PooledWorkerOptions;
  #worker: Worker | null = null;

  constructor(options: PooledWorkerOptions) {
    this.#options = options;
  }

  /** Analyses a file. @throws MoodSyncError from the analysis, `audio.timeout`, `audio.analysis-failed`; the abort reason. */
  async analyse(absolutePath: string, signal: AbortSignal): Promise<MeasuredSound> {
    signal.throwIfAborted();
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const { decoder, timeoutMs } = this.#options;
    const answer = nextAnswer(worker);
    const interruption = interrupted(signal, timeoutMs);
    worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ type: "analyse", absolutePath, decoder } satisfies ToWorker);
    try {
      const message = await Promise.race([answer, interruption.promise]);
      if (message.type === "failed") throw fromWire(message.error);
      return message.features;
    } catch (error) {
      if (interruption.happened()) await this.#interrupt(worker, answer);
      throw error;
    } finally {
      interruption.cancel();
      // An idle thread must not keep the process from ending.
      worker.unref();
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#options.workerUrl, {
      // Decoders report damage on the console; it is told as an error, and the listener's terminal stays clean.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    worker.stdout.resume();
    worker.stderr.resume();
    // Without a listener, a crash between two files would end the process.
    worker.on("error", () => this.#forget(worker));
    worker.on("exit", () => this.#forget(worker));
    worker.unref();
    return worker;
  }

  #forget(worker: Worker): void {
    if (this.#worker === worker) this.#worker = null;
  }

  /** Asks the worker to stop; one that has not answered in time is ended. */
  async #interrupt(worker: Worker, answer: Promise<unknown>): Promise<void> {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ type: "abort" } satisfies ToWorker);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), GRACE_MS);
    });
    const outcome = await Promise.race([answer.catch(() => "crashed"), patience]);
    clearTimeout(timer);
    if (outcome !== "late") return;
    this.#forget(worker);
    await worker.terminate();
  }
}

type Answer = Exclude<FromWorker, { type: "ready" }>;

/** The worker's next result; rejects where the thread dies first. */
function nextAnswer(worker: Worker): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off("message", onMessage);
      worker.off("error", onEnd);
      worker.off("exit", onEnd);
    };
    const onMessage = (message: FromWorker): void => {
      if (message.type === "ready") return;
      settle();
      resolve(message);
    };
    const onEnd = (cause: unknown): void => {
      settle();
      reject(analysisFailed(cause));
    };
    worker.on("message", onMessage);
    worker.on("error", onEnd);
    worker.on("exit", onEnd);
  });
}

/** A promise that rejects on abort or after the time limit, whichever comes first. */
function interrupted(signal: AbortSignal, timeoutMs: number) {
  const settled = new AbortController();
  let hasHappened = false;
  const promise = new Promise<never>((_, reject) => {
    const end = (reason: unknown): void => {
      hasHappened = true;
      reject(reason);
    };
    const timer = setTimeout(() => end(audioTimeout(timeoutMs / 1000)), timeoutMs);
    signal.addEventListener("abort", () => end(signal.reason), { once: true, signal: settled.signal });
    settled.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
  return { promise, cancel: () => settled.abort(), happened: () => hasHappened };
}
